using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Server.Configuration;

/// <summary>The table of the daemon's settings, in the order in which they are printed. What an interface has is in <see cref="InterfaceSettings"/>.</summary>
internal static class SensorSettings
{
    /// <summary>Of the list of interfaces, which is no setting of its own.</summary>
    public const string Interfaces = "interfaces", InterfacesVariable = "TRAFFIC_INTERFACES", InterfacesFlag = "--interface";

    public static readonly Setting<string> Name = SettingTypes.Text("name", "The appliance's name in the store. Default: this machine's.", "--name");

    public static readonly Setting<TunnelPolicy> Tunnels = new("tunnels", "none", "write any, none, or networks such as 10.0.0.0/8,2001:db8::/32",
        "Whose tunnels over IP are opened (GRE, ERSPAN, VXLAN, GTP, IP in IP and the like): none, any, or networks of senders with commas between. Default: none.", TunnelPolicy.TryParse)
    { Flag = "--tunnels", Word = "any|none|PREFIX,..." };

    public static readonly Setting<string> Staff = SettingTypes.Input("staff", "Staff directory: CSV with staff_id,department,device[,valid_from,valid_to]. Without one devices are counted.", "--staff");

    public static readonly Setting<int?> StaffDays = SettingTypes.Days("staff-days", 35, "Days after which a directory that nobody changed is told to be stale. A number or forever.");

    public static readonly Setting<string> Leases = SettingTypes.Inputs("leases", "Lease files of Kea, ISC dhcpd or dnsmasq, detail files of FreeRADIUS' accounting: read at the start.", "--leases");

    public static readonly Setting<string> Catalogs = SettingTypes.Inputs("catalogs", "Catalog files over the built-in one.", "--catalog");

    public static readonly Setting<string> Holidays = SettingTypes.Input("holidays", "Dates that do not count: one 'YYYY-MM-DD Name' a line.", "--holidays");

    public static readonly Setting<string> RadiusSecret = SettingTypes.Input("radius-secret",
        "A file whose first line is the secret of RADIUS accounting; never the secret itself. Without it all accounting on the wire is believed.", "--radius-secret-file");

    public static readonly Setting<TimeZoneInfo> Zone = new("zone", "", "this machine knows no such IANA zone: write one as Asia/Kuala_Lumpur (the package tzdata holds them)",
        "IANA time zone of dates and hours. Default: this machine's.", TryZone)
    { Flag = "--zone", Word = "ZONE" };

    public static readonly Setting<Unit?> Unit = new("unit", "", "write staff, devices or addresses",
        "What is counted: staff, devices or addresses. Default: the closest to people that the inputs allow.", TryUnit);

    public static readonly Setting<int> Grace = SettingTypes.Number("grace", 30, 0, 86_400, "Seconds after its expiry that a lease still names its holder.");

    public static readonly Setting<string> Store = SettingTypes.Folder("store.folder", "Where minutes are kept; made if it is not there. Without it nothing is kept.", "--store");

    public static readonly Setting<int?> KeepMinutes = SettingTypes.Days("store.keep-minutes-days", 35, "Days that minutes are kept; then they live on in hours. A number or forever, as below.");

    public static readonly Setting<int?> KeepHours = SettingTypes.Days("store.keep-hours-days", 400, "Days that hours are kept; then they live on in days.");

    public static readonly Setting<int?> KeepDays = SettingTypes.Days("store.keep-days-days", 1830, "Days that days are kept.");

    public static readonly Setting<int?> KeepPersons = SettingTypes.Days("store.keep-persons-days", 400, "Days that names of persons, devices and addresses are kept after they were last seen.");

    public static readonly Setting<string> Status = SettingTypes.Output("status", "A file that the state is written to once a second.", "--status");

    /// <summary>In the order of the printed file; interfaces stand behind the first.</summary>
    public static readonly IReadOnlyList<Setting> All =
        [Name, Tunnels, Staff, StaffDays, Leases, Catalogs, Holidays, RadiusSecret, Zone, Unit, Grace, Store, KeepMinutes, KeepHours, KeepDays, KeepPersons, Status, .. ServeSettings.All];

    private static bool TryZone(string name, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        try
        {
            zone = TimeZoneInfo.FindSystemTimeZoneById(name);
            return true;
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            return false;
        }
    }

    private static bool TryUnit(string text, out Unit? unit)
    {
        unit = text switch
        {
            "staff" => Statements.Unit.Staff,
            "devices" => Statements.Unit.Devices,
            "addresses" => Statements.Unit.Addresses,
            _ => null,
        };
        return unit is not null;
    }
}
