namespace TrafficClassifier.Tests.Requirements;

/// <summary>As <see cref="RequiresFactAttribute"/>, for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresTheoryAttribute : TheoryAttribute
{
    /// <param name="needs">Names of programs, or paths (with a slash) relative to the repository's root.</param>
    public RequiresTheoryAttribute(params string[] needs)
    {
        if (!Requirement.IsContinuousIntegration)
        {
            Skip = Requirement.FirstMissing(needs);
        }
    }
}
