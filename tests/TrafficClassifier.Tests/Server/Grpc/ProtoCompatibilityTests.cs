using Google.Protobuf.Reflection;
using V1 = TrafficClassifier.V1;

namespace TrafficClassifier.Tests.Server.Grpc;

/// <summary>What was published in usage.proto stays: names, numbers and types. Whoever adds a field adds its line to usage.fields.</summary>
public sealed class ProtoCompatibilityTests
{
    [Fact]
    public void Nothing_that_was_published_has_changed()
    {
        var published = File.ReadAllLines(Path.Combine(Repository.Root, "tests/TrafficClassifier.Tests/Server/Grpc/usage.fields"));
        Assert.Equal(published, Lines().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Lines()
    {
        var file = V1.UsageReflection.Descriptor;
        foreach (var message in file.MessageTypes)
        {
            foreach (var field in message.Fields.InDeclarationOrder())
            {
                var type = field.FieldType switch
                {
                    FieldType.Message => field.MessageType.FullName,
                    FieldType.Enum => field.EnumType.FullName,
                    var plain => plain.ToString(),
                };
                yield return $"{message.FullName}.{field.Name} = {field.FieldNumber} {(field.IsRepeated ? "repeated " : field.HasPresence ? "optional " : "")}{type}";
            }
        }
        foreach (var values in file.EnumTypes)
        {
            foreach (var value in values.Values)
            {
                yield return $"{values.FullName}.{value.Name} = {value.Number}";
            }
        }
        foreach (var method in file.Services.SelectMany(service => service.Methods))
        {
            yield return $"{method.FullName}: {method.InputType.FullName} -> {(method.IsServerStreaming ? "stream " : "")}{method.OutputType.FullName}";
        }
    }
}
