namespace ChatWeb.Messages.Search;

internal static class SearchSetup
{
    public static void AddSearch(this IServiceCollection services)
    {
        services.AddScoped<SearchService>();
        services.AddScoped<SearchNames>();
        services.AddScoped<SearchQueryReader>();
        services.AddSingleton<IMessageRows, IndexedRows>();
    }
}
