using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

internal static class DataProtectionSetup
{
    public static void AddKeysInDatabase(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("ChatWeb");
        services.AddSingleton<IXmlRepository, DataProtectionKeyRepository>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, UseRows>();
    }

    private sealed class UseRows(IXmlRepository rows) : IConfigureOptions<KeyManagementOptions>
    {
        public void Configure(KeyManagementOptions options)
        {
            options.XmlRepository = rows;
            options.XmlEncryptor = new Unencrypted();
        }
    }

    /// <summary>
    /// Keys lie beside the password hashes and messages that they protect; whoever reads that database needs no key.
    /// Saying so here, instead of leaving the encryptor out, keeps the framework from warning at each start.
    /// </summary>
    private sealed class Unencrypted : IXmlEncryptor
    {
        public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
            new(new XElement("unencryptedKey", new XElement(plaintextElement)), typeof(NullXmlDecryptor));
    }
}
