// The line in the user's own editor.

import CEdit

extension EditorCore {
    /// Lets the user's editor have the line; it stays as it was when that fails.
    func editExternally() {
        let text = String(scalars: cleanedText)
        painter.erase()
        leaveEditing()
        let result = Result { () throws(ShellError) in try ExternalEditor.edit(text) }
        enterEditing()
        cedit_resize(edit)
        painter.forget()
        switch result {
        case .success(let edited):
            replaceText(edited)
        case .failure(let error):
            notices = FailureText.of(error).split(separator: "\n").map {
                StyledLine(String($0), style: hooks.palette.style(.remark))
            }
        }
    }
}
