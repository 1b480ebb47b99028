import Kernel
import Model

/// Workflows that come with the suite.
enum Recipes {
    static let feature = Feature("recipes", actions: [AnyAction(InstallRecipe.self)])
}

/// Makes a draft workflow from a recipe.
struct InstallRecipe: Action {
    static let name = "argus.recipe.install"
    static let title = "Use a recipe"
    static let parameters = [
        Parameter("recipe", "Recipe", .choice(Recipe.titles)),
        Parameter("form", "Form", required: false, help: "The slug of the form it waits for; blank for every form."),
        Parameter("template", "Project template", required: false, help: "What the project begins with; blank for an empty one."),
    ]
    static let permission = Permission(.create, Workflow.self)

    let recipe: String
    let form: String?
    let template: String?

    func run(in tx: Transaction) throws -> Outcome {
        guard let made = Recipe.named(recipe, form: form, template: template) else {
            throw RecordError.invalid([FieldProblem("recipe", "There is no recipe “\(recipe)”.")])
        }
        var workflow = tx.new(Workflow.self)
        workflow[Workflow.name] = made.title
        workflow[Workflow.trigger] = made.trigger
        workflow[Workflow.condition] = made.condition
        workflow[Workflow.steps] = made.steps.text
        try tx.save(&workflow)
        return Outcome("“\(made.title)” is a draft. Look it over, then activate it.", record: Subject(workflow.key))
    }
}
