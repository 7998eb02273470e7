using System.Reflection;

namespace TrafficClassifier.LiveProbe.Checks;

/// <summary>All checks of an engine: the public methods of the conformance classes, and those of its own.</summary>
internal static class CheckList
{
    public static IReadOnlyDictionary<string, Action<Bench>> For(string engine)
    {
        Type[] classes = engine == "ring"
            ? [typeof(FrameChecks), typeof(CounterChecks), typeof(InterfaceChecks), typeof(RingChecks)]
            : [typeof(FrameChecks), typeof(CounterChecks), typeof(InterfaceChecks)];
        return classes.SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .ToDictionary(method => method.Name, method => method.CreateDelegate<Action<Bench>>());
    }
}
