using System.Text;

namespace Circular2010.Results;

/// <summary>UTF-8 without a byte order mark, line feeds only: the same bytes on every system.</summary>
internal static class TextFile
{
    public static StreamWriter Create(string path) => new(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
}
