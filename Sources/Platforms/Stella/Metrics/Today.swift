import Kernel

/// Fills the word `today` of a condition with a date, so that “overdue” means something every day.
enum Today {
    /// Leaves texts in quotes and fields of that name (`x.today`) alone.
    static func fill(_ condition: String, with date: LocalDate) -> String {
        var filled = "", word = ""
        var quote: Character?, isEscaped = false, last: Character = " "
        func end() {
            filled += word == "today" && last != "." ? CELValue.string(date.description).source : word
            if let final = word.last { last = final }
            word = ""
        }
        for character in condition {
            if let open = quote {
                filled.append(character)
                if isEscaped { isEscaped = false } else if character == "\\" { isEscaped = true } else if character == open { quote = nil }
                last = character
            } else if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
            } else {
                end()
                filled.append(character)
                if character == "\"" || character == "'" { quote = character }
                last = character
            }
        }
        end()
        return filled
    }
}
