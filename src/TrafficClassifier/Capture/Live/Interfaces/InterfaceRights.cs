namespace TrafficClassifier.Capture.Live.Interfaces;

/// <summary>What capturing takes.</summary>
internal static class InterfaceRights
{
    /// <summary>What an operator writes or types. Not <c>setcap</c> on <c>dotnet</c>: it would hand raw sockets to every program that runs on it.</summary>
    public static string Remedy =>
        $"in the systemd unit: AmbientCapabilities=CAP_NET_RAW; or: setcap cap_net_raw+ep {Program}";

    private static string Program => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet" ? path : "/path/to/traffic";
}
