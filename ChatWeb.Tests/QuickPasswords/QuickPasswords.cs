using ChatWeb.Tests.QuickPasswords;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(QuickPasswords))]

namespace ChatWeb.Tests.QuickPasswords;

/// <summary>
/// A password is hashed 100,000 times, which takes 90 ms: twice for each of the hundreds of people that the tests
/// register, a sixth of the whole run. Here it is hashed once.
/// </summary>
public sealed class QuickPasswords : IHostingStartup
{
    public void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(services => services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 1));
}
