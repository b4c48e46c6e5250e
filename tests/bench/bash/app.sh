handler() {
  local title=${1#*\"title\": \"} stars=${1#*[}
  local -a each
  IFS=, read -ra each <<<"${stars%%]*}"
  printf '{"title":"%s","count":%d}' "${title%%\"*}" "${#each[@]}"
}
