using System.Reflection;

namespace TrafficClassifier.Tests.Wire.Laws;

/// <summary>Reads one property of a view without boxing it.</summary>
internal abstract class PropertyReader<TView>
    where TView : struct, allows ref struct
{
    public abstract void Read(ref TView view);

    public static PropertyReader<TView> Of(PropertyInfo property) =>
        (PropertyReader<TView>)Activator.CreateInstance(typeof(PropertyReaderOf<,>).MakeGenericType(typeof(TView), property.PropertyType), property.GetMethod)!;
}
