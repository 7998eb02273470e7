using System.Reflection;
using TrafficClassifier.Wire;

namespace TrafficClassifier.Tests.Wire.Laws;

/// <summary>The doors of all views of the Wire assembly, found by reflection: a new view stands under the laws without being named here.</summary>
internal static class ViewDoors
{
    public static IReadOnlyList<Type> Views { get; } =
        [.. typeof(IWireView<>).Assembly.GetTypes().Where(type => type.IsValueType && IsView(type)).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static IReadOnlyList<ViewDoor> All { get; } = [.. Views.SelectMany(DoorsOf)];

    public static ViewDoor Named(string name) => All.Single(door => door.Name == name);

    private static bool IsView(Type type) =>
        type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IWireView<>));

    private static IEnumerable<ViewDoor> DoorsOf(Type view) =>
        new[] { ViewDoor.Strict, ViewDoor.Cut }
            .Where(method => view.GetMethod(method, BindingFlags.Public | BindingFlags.Static) is not null)
            .Select(method => (ViewDoor)Activator.CreateInstance(typeof(ViewDoorOf<>).MakeGenericType(view), method)!);
}
