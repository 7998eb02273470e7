using System.Text;

namespace TrafficClassifier.Server.Output;

/// <summary>Columns of text, numbers to the right.</summary>
internal sealed class TextTable
{
    private readonly List<string[]> _rows = [];
    private readonly bool[] _isRight;

    /// <param name="columns">Heads; a leading '>' sets the column to the right.</param>
    public TextTable(params string[] columns)
    {
        _isRight = [.. columns.Select(column => column.StartsWith('>'))];
        _rows.Add([.. columns.Select(column => column.TrimStart('>'))]);
    }

    public void Add(params string[] row) => _rows.Add(row);

    public void Write(TextWriter output)
    {
        var widths = Enumerable.Range(0, _isRight.Length).Select(i => _rows.Max(row => row[i].Length)).ToArray();
        foreach (var row in _rows)
        {
            var line = new StringBuilder("  ");
            for (var i = 0; i < row.Length; i++)
            {
                line.Append(_isRight[i] ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i])).Append("  ");
            }
            output.WriteLine(line.ToString().TrimEnd());
        }
    }
}
