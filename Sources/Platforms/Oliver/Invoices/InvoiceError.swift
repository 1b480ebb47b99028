import Kernel

/// Why an invoice cannot be changed as somebody wants.
enum InvoiceError: Error, Equatable {
    case notDraft(name: String)
    case isDraft
    case noLines
    case noRecipient
    case noAddress
    case nothingToPay
    case closed(status: String)
    case otherCurrency(Currency, invoice: Currency)
    case notPositive
    case overpaid(open: Money)
    case hasPayments
    case amount(AmountError)
}

extension InvoiceError: Explained {
    var explanation: Explanation {
        switch self {
        case .notDraft(let name):
            Explanation(.conflict, says: "\(name) is issued and can no longer change.", advice: "Cancel it and write a new one.")
        case .isDraft:
            Explanation(.conflict, says: "This invoice is still a draft.", advice: "Issue it first; that gives it its number.")
        case .noLines:
            Explanation(.conflict, says: "This invoice has no lines.", advice: "Add what is to be paid, then issue it.")
        case .noRecipient:
            Explanation(.conflict, says: "This invoice is for nobody.", advice: "Set its contact or its company, then issue it.")
        case .noAddress:
            Explanation(.conflict, says: "There is no e-mail address to send this invoice to.", advice: "Add one to the invoice's contact.")
        case .nothingToPay:
            Explanation(.conflict, says: "The total of this invoice is not above zero.", advice: "Correct its lines, then issue it.")
        case .closed(let status):
            Explanation(.conflict, says: "This invoice is \(status).", advice: status == "paid" ? "Nothing is open." : "Write a new one.")
        case .otherCurrency(let given, let invoice):
            Explanation(.conflict, says: "This invoice is in \(invoice), not in \(given).", advice: "Give the amount in \(invoice).")
        case .notPositive:
            Explanation(.invalid, says: "A payment is above zero.", advice: "Give the amount that came in.")
        case .overpaid(let open):
            Explanation(.conflict, says: "Only \(open.formatted()) of this invoice is open.", advice: "Record \(open.formatted()) here and give the rest back, or put it to another invoice.")
        case .hasPayments:
            Explanation(.conflict, says: "Money came in for this invoice already.", advice: "Give it back and delete the payment, then cancel.")
        case .amount(let error):
            Explanation(.invalid, says: "\(error)")
        }
    }
}
