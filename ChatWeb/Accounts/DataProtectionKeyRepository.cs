using System.Xml.Linq;
using ChatWeb.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Accounts;

/// <summary>
/// Keeps the keys that sign cookies and tokens as rows. The framework's interface is synchronous; it is called at
/// start and once in months.
/// </summary>
internal sealed class DataProtectionKeyRepository(IDbContextFactory<ChatDbContext> contexts, IChatWriter writer) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.DataProtectionKeys.AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    /// <summary>
    /// Adds the key in a transaction. Two processes that start at once each add their own, and each learns of the
    /// other's when it first meets it; the same key added twice stays one row.
    /// </summary>
    public void StoreElement(XElement element, string friendlyName)
    {
        var xml = element.ToString(SaveOptions.DisableFormatting);
        Task.Run(() => writer.RunAsync((db, ct) => AddAsync(db, friendlyName, xml, ct), CancellationToken.None)).GetAwaiter().GetResult();
    }

    private static async Task<bool> AddAsync(ChatDbContext db, string name, string xml, CancellationToken cancellationToken)
    {
        if (!await db.DataProtectionKeys.AnyAsync(k => k.Name == name, cancellationToken))
        {
            db.DataProtectionKeys.Add(new DataProtectionKey { Name = name, Xml = xml });
            await db.SaveChangesAsync(cancellationToken);
        }

        return true;
    }
}
