import Records

public enum IdentityError: Error, Sendable {
    /// The same for an unknown address and a wrong password.
    case wrongLogin
    case busy
    case hashing(Int)
    case unauthenticated
    case unknownWorkspace(String)
    case workspaceExists(String)
    case badSlug(String)
    case unknownRole(String, known: [String])
    case noMember
}

extension IdentityError: Explained {
    public var explanation: Explanation {
        switch self {
        case .wrongLogin: Explanation(.unauthenticated, says: "The e-mail address or the password is wrong.", advice: "Check both and try again.")
        case .busy: Explanation(.unavailable, says: "Many people are logging in right now.", advice: "Wait a moment and try again.")
        case .hashing(let code): Explanation(.unavailable, says: "The password could not be checked (argon2 says \(code)).", advice: "Check that the machine has free memory.")
        case .unauthenticated: Explanation(.unauthenticated, says: "You are not logged in, or the token is not valid.", advice: "Log in, or send “Authorization: Bearer …” with a valid token.")
        case .unknownWorkspace(let slug): Explanation(.notFound, says: "There is no workspace “\(slug)”.", advice: "Create it with: sextant workspace create \(slug) --owner EMAIL")
        case .workspaceExists(let slug): Explanation(.conflict, says: "The workspace “\(slug)” exists already.", advice: "Choose another name, or log in to it.")
        case .badSlug(let slug): Explanation(.invalid, says: "“\(slug)” cannot name a workspace.", advice: "Use 2 to 40 lower case letters, digits and hyphens, beginning with a letter.")
        case .unknownRole(let name, let known): Explanation(.invalid, says: "There is no role “\(name)”.", advice: "Roles of this workspace: \(known.joined(separator: ", ")).")
        case .noMember: Explanation(.notFound, says: "You are not a member of this workspace.", advice: "Ask its owner to invite you.")
        }
    }
}
