using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace NoyoEmulator.OpenApi;

/// <summary>Servers, tags, the order of the page, and the last touches to texts.</summary>
internal sealed partial class DocumentLayout(IHttpContextAccessor http) : IDocumentFilter
{
    /// <summary>
    /// The place of an operation among those of its tag. Paths are objects in OpenAPI, which keep the operations of one path
    /// together; but what removes a thing is to come after everything else that can be done with it, and what removes all after that.
    /// </summary>
    public const string OrderExtension = "x-order";

    // Small things that every API has come last, after tags that nobody explained yet.
    private static readonly string[] LastTags = ["Accounts", "Ping"];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var document = ApiDocument.Named(context.DocumentName);
        var request = http.HttpContext!;
        var root = RootPath.UrlOf(request);
        swaggerDoc.Servers = [new OpenApiServer { Url = root + document.Prefix }];
        swaggerDoc.Info.Description = $"{document.Introduction}\n\n{ApiDocument.BaseUrls(root)}";
        SetGuestServers(swaggerDoc, context, document, root);
        SetOrder(swaggerDoc, document);
        RemoveUnusedSchemes(swaggerDoc);
        foreach (var schema in swaggerDoc.Components?.Schemas?.Values ?? [])
            Tidy(schema);
    }

    private static void SetGuestServers(OpenApiDocument swaggerDoc, DocumentFilterContext context, ApiDocument document, string root)
    {
        foreach (var api in context.ApiDescriptions)
        {
            if (OperationDescription.FamilyOf(api) is not { } family || !document.IsGuest(family))
                continue;
            foreach (var operation in swaggerDoc.Paths[$"/{api.RelativePath}"].Operations!.Values)
                operation.Servers = [new OpenApiServer { Url = root + ApiDocument.PrefixOf(family) }];
        }
    }

    private static void SetOrder(OpenApiDocument swaggerDoc, ApiDocument document)
    {
        var operations = swaggerDoc.Paths.SelectMany(
            path => path.Value.Operations!.Select(entry => (entry.Key, entry.Value, Depth: path.Key.Split('/').Length))).ToList();
        var names = operations.SelectMany(entry => entry.Value.Tags ?? new HashSet<OpenApiTagReference>()).Select(tag => tag.Name!)
            .Distinct().ToList();
        var explained = document.Tags.ToDictionary(tag => tag.Name, tag => tag.Description);
        var first = document.Tags.Select(tag => tag.Name).TakeWhile(name => !LastTags.Contains(name)).ToList();
        var last = document.Tags.Select(tag => tag.Name).Skip(first.Count).ToList();
        swaggerDoc.Tags = new HashSet<OpenApiTag>([
            .. first.Concat(names.Except(last).Except(LastTags)).Concat(last).Concat(LastTags).Distinct().Where(names.Contains)
                .Select(name => new OpenApiTag { Name = name, Description = explained.GetValueOrDefault(name) }),
        ]);

        var place = 0;
        foreach (var (_, operation, _) in operations.OrderBy(entry => entry.Key == HttpMethod.Delete)
            .ThenByDescending(entry => entry.Key == HttpMethod.Delete ? entry.Depth : 0))
        {
            operation.AddExtension(OrderExtension, new JsonNodeExtension(JsonValue.Create(++place)));
        }
    }

    private static void RemoveUnusedSchemes(OpenApiDocument swaggerDoc)
    {
        var used = swaggerDoc.Paths.SelectMany(path => path.Value.Operations!.Values)
            .SelectMany(operation => operation.Security ?? []).SelectMany(requirement => requirement.Keys)
            .Select(scheme => scheme.Reference.Id).ToHashSet();
        foreach (var name in swaggerDoc.Components?.SecuritySchemes?.Keys.Where(name => !used.Contains(name)).ToList() ?? [])
            _ = swaggerDoc.Components!.SecuritySchemes!.Remove(name);
    }

    /// <summary>Makes of the code's comments what a reader of the document wants.</summary>
    private static void Tidy(IOpenApiSchema schema)
    {
        var text = Noise().Replace(schema.Description ?? "", "").ReplaceLineEndings(" ").Trim();
        text = Blanks().Replace(text, " ");
        text = Reference().Replace(text, match => $"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(match.Groups["name"].Value)}`");
        schema.Description = text.Length > 0 ? text : null;
        if (schema is not OpenApiSchema own)
            return;
        foreach (var (name, value) in own.Properties?.ToList() ?? [])
        {
            if (value is not OpenApiSchema property)
                continue;
            Tidy(property);
            // Beside a reference null needs a type.
            if (property is { AllOf.Count: > 0, Type: null or JsonSchemaType.Null } && (property.Type is not null || property.Extensions?.Remove("nullable") == true))
                property.Type = JsonSchemaType.Object | JsonSchemaType.Null;
            // Wrapped for the sake of a comment that turned out to say nothing.
            if (property is { AllOf: [OpenApiSchemaReference only], Description: null, Type: null, ReadOnly: false })
                own.Properties![name] = only;
        }
    }

    /// <summary>Where a fact is from, and what the schema says by itself.</summary>
    [GeneratedRegex(
        @"\s*Source: OpenAPI\.|^Required\.$|;\s*required(?=\.)|\s*\(OpenAPI[^)]*\)", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Noise();

    /// <summary>How a comment is wrapped.</summary>
    [GeneratedRegex(" {2,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    /// <summary>The full name of a property of the code.</summary>
    [GeneratedRegex(@"\bNoyoEmulator\.[\w.]*\.(?<name>\w+)", RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
