using TrafficClassifier.Server.Access;
using TrafficClassifier.Server.Grpc;

namespace TrafficClassifier.Server.Configuration;

/// <summary>The table of where questions come in, and from whom. Only with a store: its numbers are what is asked for.</summary>
internal static class ServeSettings
{
    public static readonly Setting<ListenAddress?> Grpc = new("serve.grpc", ListenAddress.Grpc, ListenAddress.Remedy, "Where gRPC is listened for: ADDRESS:PORT, unix:/PATH or none.", ListenAddress.TryParse)
    { Flag = "--grpc", Word = "ADDRESS" };

    public static readonly Setting<ListenAddress?> Http = new("serve.http", ListenAddress.Http, ListenAddress.Remedy, "Where JSON is listened for (HTTP/1.1).", ListenAddress.TryParse)
    { Flag = "--http", Word = "ADDRESS" };

    public static readonly Setting<string> Tokens = SettingTypes.Input("serve.tokens",
        "Who may ask: a line each, NAME viewer|operator|officer sha256:HEX of the token, or certificate:HEX. Read again when it changes.", "--tokens");

    public static readonly Setting<Role?> LocalRole = new("serve.local-role", "viewer", "write viewer, operator, officer or none",
        "Of this machine's processes without a token: viewer, operator, officer or none.", TryRole);

    public static readonly Setting<string> Certificate = SettingTypes.Input("serve.certificate", "The server's certificate chain (PEM): TLS. Read again when it is renewed.", "--certificate");

    public static readonly Setting<string> CertificateKey = SettingTypes.Input("serve.certificate-key", "Its key (PEM).", "--certificate-key");

    public static readonly Setting<string> Audit = SettingTypes.Output("serve.audit", "Gets a line for every question, who and why. Default: audit.jsonl in the store.", "--audit");

    public static readonly Setting<int> K = SettingTypes.Number("serve.k", Statements.StatementQuery.DefaultK, 1, 1_000_000, "Groups smaller than this are suppressed, for viewers always.");

    public static readonly IReadOnlyList<Setting> All = [Grpc, Http, Tokens, LocalRole, Certificate, CertificateKey, Audit, K];

    private static bool TryRole(string text, out Role? role)
    {
        role = TokenFile.RoleOf(text);
        return role is not null || text == "none";
    }
}
