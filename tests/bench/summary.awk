# Reads the rounds of `measure pairs` and prints: median of the first in ms, of the second, the medians of their
# differences and of their ratios round by round, and the number of rounds.
function median(values, count,    i, j, moved) {
  for (i = 2; i <= count; i++) {
    moved = values[i]
    for (j = i - 1; j >= 1 && values[j] > moved; j--) values[j + 1] = values[j]
    values[j + 1] = moved
  }
  return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
}

{
  first[NR] = $1 / 1000
  second[NR] = $2 / 1000
  difference[NR] = ($1 - $2) / 1000
  ratio[NR] = $1 / $2
}

END { printf "%.2f %.2f %.2f %.3f %d\n", median(first, NR), median(second, NR), median(difference, NR), median(ratio, NR), NR }
