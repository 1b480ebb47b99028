import Kernel

/// The one data model: every object of all six platforms.
public enum DataModel {
    public static let objects: [any ObjectType.Type] = account + arion + spark + oliver + stella + forge + argus

    private static let account: [any ObjectType.Type] = [User.self, Team.self, TeamMember.self, Role.self, RoleGrant.self, RoleMember.self, Token.self]
    private static let arion: [any ObjectType.Type] = [Site.self, Page.self, Author.self, Article.self, Form.self, FormSubmission.self, Visit.self, SiteSecret.self]
    private static let spark: [any ObjectType.Type] = [
        Company.self, Contact.self, Consent.self, Pipeline.self, Stage.self, Deal.self, Segment.self, Campaign.self, Message.self, Attachment.self,
    ]
    private static let oliver: [any ObjectType.Type] = [
        Project.self, ProjectTemplate.self, ToDo.self, Product.self, Invoice.self, InvoiceLine.self, Payment.self, Letterhead.self,
    ]
    private static let stella: [any ObjectType.Type] = [MetricDefinition.self, Dashboard.self, Tile.self]
    private static let forge: [any ObjectType.Type] = [CustomObject.self, CustomField.self]
    private static let argus: [any ObjectType.Type] = [Workflow.self, Run.self, RunStep.self]

    /// Every kind of event, for timelines, triggers and `sextant events`.
    public static let events: [EventKind] = [
        EventKind(ArticlePublished.self), EventKind(FormSent.self), EventKind(PagesRead.self),
        EventKind(ConsentGiven.self), EventKind(ConsentWithdrawn.self), EventKind(CallLogged.self),
        EventKind(DealCreated.self), EventKind(DealMoved.self), EventKind(DealWon.self), EventKind(DealLost.self), EventKind(MessageSent.self),
        EventKind(ProjectStarted.self), EventKind(TaskCreated.self), EventKind(TaskDone.self),
        EventKind(InvoiceDrafted.self), EventKind(InvoiceIssued.self), EventKind(InvoiceSent.self), EventKind(PaymentReceived.self), EventKind(InvoicePaid.self), EventKind(InvoiceCancelled.self),
        EventKind(RunFinished.self), EventKind(RunFailed.self), EventKind(RunRefused.self),
    ]
}
