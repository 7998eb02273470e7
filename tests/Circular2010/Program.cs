using System.Globalization;

namespace Circular2010;

internal static class Program
{
    private const string Usage = "usage: Circular2010 [--seed N] [--staff N] [--visitors N] [--out DIR]";

    private static int Main(string[] arguments)
    {
        string folder = Path.Combine("captures", "circular-2010");
        int seed = Scenario.DefaultSeed;
        int staff = Scenario.DefaultStaff;
        int visitors = Scenario.DefaultVisitors;
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            bool isUnderstood = arguments[i] switch
            {
                "--seed" => TryRead(value, out seed),
                "--staff" => TryRead(value, out staff),
                "--visitors" => TryRead(value, out visitors),
                "--out" when value.Length > 0 => (folder = value).Length > 0,
                _ => false,
            };
            if (!isUnderstood)
            {
                Console.Error.WriteLine($"'{arguments[i]} {value}' is not understood; {Usage}");
                return 2;
            }
        }

        if (staff < 1 || visitors > staff)
        {
            Console.Error.WriteLine($"{visitors} visitors of {staff} staff are not possible; {Usage}");
            return 2;
        }

        Console.Write(Scenario.Write(folder, seed, staff, visitors));
        return 0;
    }

    private static bool TryRead(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
