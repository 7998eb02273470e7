namespace Circular2010.Web;

internal enum Site
{
    None,
    Facebook,
    Twitter,
    MySpace,
}

internal enum Role
{
    Main,
    Embedded,
    Lookalike,
    Ordinary,
}

/// <summary>A name, what it stands for, and the one address that this name alone resolves to.</summary>
internal sealed record Domain(string Name, Site Site, Role Role, uint Address);
