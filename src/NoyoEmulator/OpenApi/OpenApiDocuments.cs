namespace NoyoEmulator.OpenApi;

internal static class OpenApiDocuments
{
    public static IServiceCollection AddOpenApiDocuments(this IServiceCollection services) => services;

    public static IApplicationBuilder UseOpenApiDocuments(this IApplicationBuilder app) => app;
}
