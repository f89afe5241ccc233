using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using NoyoEmulator.Configuration;
using NoyoEmulator.Control;
using NoyoEmulator.Fulfillment.Disconnections;
using NoyoEmulator.Fulfillment.Feeds;
using NoyoEmulator.Fulfillment.Issues;
using NoyoEmulator.Fulfillment.PartnerDocuments;
using NoyoEmulator.Fulfillment.Renewals;
using NoyoEmulator.Fulfillment.IndividualEnrollments;
using NoyoEmulator.Fulfillment.Pages;
using NoyoEmulator.Fulfillment.Plans;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Callers;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;
using Swashbuckle.AspNetCore.SwaggerGen;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace NoyoEmulator.OpenApi;

/// <summary>
/// The OpenAPI documents, and Swagger UI at <c>/swagger</c>. Documents are made when they are asked for, never at start: they
/// cost the start nothing, and their examples are ids that exist at that moment.
/// </summary>
internal static class OpenApiDocuments
{
    /// <summary>Where Swagger UI is.</summary>
    public const string PagePath = "/" + Prefix;

    private const string Prefix = "swagger";

    private static readonly Assembly Assembly = typeof(OpenApiDocuments).Assembly;

    public static IServiceCollection AddOpenApiDocuments(this IServiceCollection services) => services
        .AddEndpointsApiExplorer()
        .AddSingleton<ISerializerDataContractResolver>(new JsonSerializerDataContractResolver(WireJson.Options))
        .AddSingleton<ValidatorRules>()
        .AddTransient<ISeedSchema, SeedSchema>()
        .AddSwaggerGen()
        .AddOptions<SwaggerGenOptions>().Configure<EmulatorOptions>(Configure).Services;

    public static void MapOpenApiDocuments(this WebApplication app)
    {
        MapDocuments(app);
        _ = app.MapGet($"/{Prefix}/emulator.js", () => Own("emulator.js", "text/javascript")).ExcludeFromDescription();
        _ = app.MapGet($"/{Prefix}/emulator.css", () => Own("emulator.css", "text/css")).ExcludeFromDescription();
        _ = app.UseSwaggerUI(Configure);
    }

    /// <summary>As <c>MapSwagger</c> does, but at the first request: making its middleware takes a tenth of a start, and few starts need it.</summary>
    private static void MapDocuments(IEndpointRouteBuilder endpoints)
    {
        const string route = $"/{Prefix}/{{documentName}}/swagger.json";
        var documents = new Lazy<RequestDelegate>(() => endpoints.CreateApplicationBuilder().UseSwagger(options => options.RouteTemplate = route).Build());
        _ = endpoints.MapGet(route, (RequestDelegate)(context => documents.Value(context))).OnWorld();
    }

    private static void Configure(SwaggerGenOptions options, EmulatorOptions emulator)
    {
        var version = Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        foreach (var document in ApiDocument.All)
            options.SwaggerDoc(document.Name, document.ToInfo(version));
        options.DocInclusionPredicate((name, api) => ApiDocument.Named(name)
            .Has(OperationDescription.FamilyOf(api), EndpointDescription.OperationIdOf(api.ActionDescriptor.EndpointMetadata)));
        options.CustomOperationIds(api => EndpointDescription.OperationIdOf(api.ActionDescriptor.EndpointMetadata));
        options.CustomSchemaIds(SchemaName);

        // The order of mapping; the sort is stable.
        options.OrderActionsBy(_ => "");
        options.UseAllOfToExtendReferenceSchemas();
        options.UseInlineDefinitionsForEnums();
        options.MapType<TimeSpan>(() => new OpenApiSchema { Type = JsonSchemaType.String });

        options.MapType<NullableText>(() => new OpenApiSchema { Type = JsonSchemaType.String });
        options.MapType<JsonObject>(() => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema() });

        options.AddSecurityDefinition(OperationDescription.Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A token of `POST /accounts/auth/public/token`. One is sent for you when you give none here.",
        });
        options.AddSecurityDefinition(OperationDescription.Basic, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "A client id and its secret. Any pair is taken; one is sent for you when you give none here.",
        });
        if (emulator.ControlKey is not null)
        {
            options.AddSecurityDefinition(OperationDescription.ControlKey, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ControlKey.Header,
                Description = "The key that this emulator was started with (`Emulator:ControlKey`).",
            });
        }

        if (Path.Combine(AppContext.BaseDirectory, $"{Assembly.GetName().Name}.xml") is var comments && File.Exists(comments))
            options.IncludeXmlComments(comments);
        options.SchemaFilter<SchemaDescription>();
        options.OperationFilter<OperationDescription>();
        options.DocumentAsyncFilter<DocumentExamples>();
        options.DocumentFilter<NamedEnums>();
        options.DocumentFilter<DocumentLayout>();
        options.DocumentFilter<ShapedOperations>();
    }

    private static void Configure(SwaggerUIOptions options)
    {
        options.RoutePrefix = Prefix;
        options.DocumentTitle = "NoyoEmulator";
        foreach (var document in ApiDocument.All)
            options.SwaggerEndpoint($"{document.Name}/swagger.json", document.Title);
        options.EnableDeepLinking();
        options.EnableFilter();
        options.DisplayRequestDuration();
        options.ShowCommonExtensions();
        options.DocExpansion(DocExpansion.List);
        options.DefaultModelsExpandDepth(0);
        options.ConfigObject.Plugins = ["EmulatorPlugin"];
        options.InjectStylesheet("emulator.css");
        options.InjectJavascript("emulator.js");
        options.UseRequestInterceptor("function (request) { return EmulatorRequests.prepare(request); }");
        options.UseResponseInterceptor("function (response) { return EmulatorRequests.done(response); }");
    }

    private static FileStreamHttpResult Own(string file, string type) =>
        TypedResults.Stream(Assembly.GetManifestResourceStream($"NoyoEmulator.OpenApi.Ui.{file}")!, type);

    // What would say nothing among types of other slices, or is another type's name here.
    private static readonly Dictionary<Type, string> OwnNames = new()
    {
        [typeof(BasicDifferenceResult)] = "BasicSingleDifferenceResult",
        [typeof(IssueAction)] = "Action",
        [typeof(FeedRunDetails)] = "Details1",
        [typeof(FeedRunFile)] = "File1",
        [typeof(FeedRunAudit)] = "Audit2",
        [typeof(FeedRunCount)] = "Count",
        [typeof(FeedRunTransmission)] = "Transmission",
    };

    /// <summary>Noyo's names, where types are not called so already; other lists are called after what they list.</summary>
    private static string SchemaName(Type type)
    {
        if (!type.IsGenericType)
            return OwnNames.GetValueOrDefault(type, type.Name);
        var item = type.GenericTypeArguments[0];
        if (type.GetGenericTypeDefinition() != typeof(Paginated<>))
            return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}Of{item.Name}";
        return item switch
        {
            _ when item == typeof(Fulfillment.MemberSnapshots.Contracts.OutboundSimplifiedMemberSnapshot) =>
                "OutboundPaginatedMemberSnapshot",
            _ when item == typeof(GroupEnrollmentPublicResult) => "PaginatedGroupEnrollmentResult",
            _ when item == typeof(PublicIndividualEnrollmentResultWithConfig) => "PaginatedIndividualEnrollmentResult",
            _ when item == typeof(BasicDifferenceResult) => "PaginatedDifferencesResult",
            _ when item == typeof(UIGroupParentResult) => "PaginatedUIGroupResult",
            _ when item == typeof(Guid) => "PaginatedTransactionsDifferencesResult",
            _ when item == typeof(UIGroupDisconnectionRequestResult) => "UIPaginatedGroupDisconnectionRequestResult",
            _ when item == typeof(PublicFeedRunResult) => "PublicPaginatedFeedRunListResult",
            _ when item == typeof(WorkflowStatus) => "PartnerDocumentPaginatedStatusResult",
            _ when item == typeof(UIFeedRun) => "PaginatedUIFeedRunsResult",
            _ when item == typeof(UIRenewalDecisionResponse) => "PaginatedUIRenewalDecisionResult",
            _ when item == typeof(UIEmployeeParentResult) => "PaginatedUIEmployeeResult",
            _ when item == typeof(UIMemberRequestParentResult) => "PaginatedUIMemberRequestResult",
            _ when item == typeof(Fulfillment.Transactions.MemberTransactionLabelUIResult) => "PaginatedMemberTransactionLabelsUIResult",
            _ => $"Paginated{item.Name}",
        };
    }
}
