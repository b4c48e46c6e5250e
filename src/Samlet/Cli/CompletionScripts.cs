namespace Samlet.Cli;

/// <summary>
/// A few lines a shell: hand the words over, show what comes back. Where an option and its value are one word
/// (`--event=file`), bash replaces only the part after the equals sign; the other shells replace the whole word.
/// </summary>
internal static class CompletionScripts
{
    public const string Bash = """
        # bash completion for samlet. In ~/.bashrc: eval "$(samlet completion bash)"
        _samlet() {
            local kind text rest prefix= cur=${COMP_WORDS[COMP_CWORD]}
            COMPREPLY=()
            [[ $cur == = ]] && cur=
            [[ $cur == -*=* ]] && prefix=${cur%%=*}= cur=${cur#*=}
            {
                read -r kind
                while IFS=$'\t' read -r text rest; do COMPREPLY+=("$prefix$text"); done
            } < <("${COMP_WORDS[0]/#\~/$HOME}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            # compopt came with bash 4; without it names are listed here.
            case $kind in
                files) compopt -o default 2>/dev/null || _samlet_list -f ;;
                folders) compopt -o dirnames 2>/dev/null || _samlet_list -d ;;
            esac
        }
        _samlet_list() {
            while read -r text; do COMPREPLY+=("$prefix$text"); done < <(compgen "$1" -- "$cur")
        }
        complete -F _samlet samlet

        """;

    public const string Zsh = """
        #compdef samlet
        # zsh completion for samlet. In ~/.zshrc, after compinit: source <(samlet completion zsh)
        _samlet() {
            local line
            local -a lines items
            lines=("${(@f)$("${${(Q)words[1]}/#\~/$HOME}" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
            [[ $PREFIX == -*=* ]] && compset -P '*='
            case $lines[1] in
                files) _files ;;
                folders) _files -/ ;;
                words)
                    for line in "${(@)lines[2,-1]}"; do
                        items+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
                    done
                    _describe -t words word items ;;
            esac
        }
        if [[ $funcstack[1] == _samlet ]]; then _samlet "$@"; else compdef _samlet samlet; fi

        """;

    public const string Fish = """
        # fish completion for samlet: samlet completion fish > ~/.config/fish/completions/samlet.fish
        function __samlet_complete
            set -l words (commandline -opc)
            set -l program $words[1]
            set -e words[1]
            set -l current (commandline -ct)
            set -l prefix (string match -r -- '^-[^=]*=' "$current")
            set -l value (string replace -r -- '^-[^=]*=' '' "$current")
            set -l lines ($program complete -- $words "$current" 2>/dev/null)
            switch "$lines[1]"
                case files
                    printf "$prefix%s\n" (__fish_complete_path "$value")
                case folders
                    printf "$prefix%s\n" (__fish_complete_directories "$value" '')
                case words
                    for line in $lines[2..]
                        echo "$prefix$line"
                    end
            end
        end
        complete -c samlet -f -a '(__samlet_complete)'

        """;

    public const string PowerShell = """
        # PowerShell completion for samlet. In $PROFILE: samlet completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName samlet -ScriptBlock {
            param($word, $ast, $cursor)
            $before = $ast.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor }
            $words = @($before | ForEach-Object { if ($_.Value -is [string]) { $_.Value } else { $_.Extent.Text } })
            $program, $words = $words
            $lines = @(if ($word) { & $program complete -- @words } else { & $program complete --empty -- @words })
            if ($lines[0] -ne 'words') { return } # Without an answer PowerShell completes paths itself.
            $prefix = if ($word -match '^-[^=]*=') { $Matches[0] } else { '' }
            $lines | Select-Object -Skip 1 | ForEach-Object {
                $text, $description = $_ -split "`t", 2
                if (-not $description) { $description = $text }
                $kind = [System.Management.Automation.CompletionResultType]::ParameterValue
                [System.Management.Automation.CompletionResult]::new($prefix + $text, $text, $kind, $description)
            }
        }

        """;
}
