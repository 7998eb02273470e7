namespace TrafficClassifier.Tests.Requirements;

/// <summary>
/// A fact that needs something beside the repository: programs on the path, files beside the root. Without them it is skipped with the
/// reason; with <c>CI=true</c> it runs all the same, and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresFactAttribute : FactAttribute
{
    /// <param name="needs">Names of programs, or paths (with a slash) relative to the repository's root.</param>
    public RequiresFactAttribute(params string[] needs)
    {
        if (!Requirement.IsContinuousIntegration)
        {
            Skip = Requirement.FirstMissing(needs);
        }
    }
}
