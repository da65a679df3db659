import ArgumentParser
import OrderDataset
import OrderLanguage
import OrderModel
import OrderShell

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `ordersh completions SHELL`: a script with which bash, zsh or fish completes our command lines.
///
/// The scripts hold no names: they ask `ordersh completions --candidates` for each completion, so they know profiles
/// and the parameters of scripts, and stay right when ordersh is brought up to date.
struct CompletionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        _superCommandName: "ordersh",
        abstract: "Writes a script with which bash, zsh or fish completes ordersh's command lines.",
        usage: "ordersh completions bash|zsh|fish",
        discussion: """
            bash: ordersh completions bash > ~/.local/share/bash-completion/completions/ordersh

            zsh: ordersh completions zsh > ~/.zfunc/_ordersh, where ~/.zfunc is in $fpath before compinit runs

            fish: ordersh completions fish > ~/.config/fish/completions/ordersh.fish
            """
    )

    @Argument(help: ArgumentHelp("bash, zsh or fish.", valueName: "shell"))
    var shell: CompletionScript?

    @Option(
        parsing: .remaining,
        help: ArgumentHelp("What the scripts ask with: the words after 'ordersh'.", visibility: .hidden)
    )
    var candidates: [String] = []

    func validate() throws {
        if shell == nil, candidates.isEmpty { throw ValidationError("Name a shell: bash, zsh or fish") }
    }

    func run() async throws {
        throw ExitCode(StandardOutput.write(try shell?.text ?? Self.answer(to: candidates)))
    }

    /// A candidate a line, with a tab and its description; `:files` and endings where files belong among them.
    private static func answer(to words: [String]) throws -> String {
        let completion = CommandLineCompletion(
            words,
            in: try CommandTree.description(),
            profiles: { (try? ConfigurationFile.userConfiguration())?.profiles.map(\.name) ?? [] },
            zones: { ["UTC"] + ZoneDirectory.system().regions().map(\.name) },
            parameters: parameters
        )
        var lines = completion.candidates.map { candidate in
            VisibleText.of(candidate.text) + (candidate.detail.isEmpty ? "" : "\t" + VisibleText.of(candidate.detail))
        }
        if let endings = completion.files { lines.append(([":files"] + endings).joined(separator: " ")) }
        return lines.map { $0 + "\n" }.joined()
    }

    @Sendable private static func parameters(ofScript path: String) -> [CommandLineCompletion.Candidate] {
        // A pipe would be waited for, and a shell with it.
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let bytes = try? InputText.file(path) else {
            return []
        }
        return Program.check(SourceText(bytes: bytes, name: path)).declaredParameters.map {
            CommandLineCompletion.Candidate(text: "--" + $0.name, detail: $0.text ?? $0.type.description)
        }
    }
}

/// The shells that there are scripts for.
enum CompletionScript: String, CaseIterable, ExpressibleByArgument {
    case bash
    case zsh
    case fish

    var text: String {
        switch self {
        case .bash: Self.bashText
        case .zsh: Self.zshText
        case .fish: Self.fishText
        }
    }

    private static let bashText = #"""
        # Completion of ordersh for bash.
        _ordersh() {
            # Bash cuts words at = and : too; here they are put together again, as far as the cursor.
            local rest=${COMP_LINE:0:COMP_POINT} words=() index=-1 piece
            for piece in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
                if ((index < 0)) || [[ $rest == [[:blank:]]* ]]; then
                    rest=${rest#"${rest%%[![:blank:]]*}"}
                    words[++index]=
                fi
                [[ $rest == "$piece"* ]] || piece=$rest
                words[index]+=$piece
                rest=${rest#"$piece"}
            done
            # Only the last piece is completed; a file may stand behind --name=.
            [[ $piece == *[!=:]* ]] || piece=
            local word=${words[index]} option= line file
            local before=${word%"$piece"}
            [[ $word == --*=* ]] && option=${word%%=*}=
            COMPREPLY=()
            while IFS= read -r line; do
                case $line in
                    :files*)
                        while IFS= read -r file; do
                            [[ $line == :files || -d $file || "${line#:files} " == *" ${file##*.} "* ]] || continue
                            file=$option$file
                            COMPREPLY+=("${file#"$before"}")
                        done < <(compgen -f -- "${word#"$option"}") ;;
                    *)
                        line=${line%%$'\t'*}
                        COMPREPLY+=("${line#"$before"}") ;;
                esac
            done < <(ordersh completions --candidates "${words[@]:1}" 2>/dev/null)
        }
        complete -o filenames -F _ordersh ordersh

        """#

    private static let zshText = #"""
        #compdef ordersh
        # Completion of ordersh for zsh.
        _ordersh() {
            local line
            local -a described
            local -a endings
            local files=0
            while IFS= read -r line; do
                case $line in
                    :files*) files=1; endings=(${=line#:files}) ;;
                    *$'\t'*) described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
                    *) described+=("${line//:/\\:}") ;;
                esac
            done < <(ordersh completions --candidates "${(@)words[2,CURRENT]}" 2>/dev/null)
            (( ${#described} )) && _describe -V ordersh described
            if (( files )); then
                # A file may stand behind --name=.
                [[ $PREFIX == --*=* ]] && compset -P '*='
                if (( ${#endings} )); then _files -g "${(j: :)${endings/#/*.}}"; else _files; fi
            fi
        }
        if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _ordersh "$@"; else compdef _ordersh ordersh; fi

        """#

    private static let fishText = #"""
        # Completion of ordersh for fish.
        function __ordersh_answer
            set -l words (commandline --current-process --tokenize --cut-at-cursor)
            set -l word (commandline --current-token --cut-at-cursor)
            # It may begin with a quote; which candidates fit the word then, fish sees by itself.
            set word (string trim --left --chars "\"'" -- "$word")
            ordersh completions --candidates $words[2..-1] "$word" 2>/dev/null
        end
        # Files are completed by fish, which knows quotes, backslashes and ~.
        function __ordersh_takes_files
            __ordersh_answer | string match --quiet ':files*'
        end
        complete --command ordersh --no-files --arguments '(__ordersh_answer | string match --invert ":files*")'
        complete --command ordersh --condition __ordersh_takes_files --force-files

        """#
}
