using System.Reflection;
using FluentValidation;
using FluentValidation.Results;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Http.Bodies;

/// <summary>
/// Validates the <see cref="JsonBody{T}"/> of an endpoint and answers 422 with everything that is wrong with it. The
/// messages of validators are predicates such as <c>must be a date</c>; the field's name is put before them here.
/// </summary>
internal static class ValidationFilter
{
    private const string ShapePathsKey = "shape";

    private static readonly string[] Json = ["application/json"];

    /// <summary>
    /// Validates the JSON bodies of the endpoint, or of all endpoints of the group; endpoints without one are left alone.
    /// </summary>
    public static TBuilder AddValidation<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => DescribeRefusals(endpoint));
        return builder.AddEndpointFilterFactory(Create);
    }

    /// <summary>
    /// Makes the host build every endpoint when it starts, so that a body type without a validator stops the start.
    /// </summary>
    public static IServiceCollection AddRequestValidation(this IServiceCollection services) =>
        services.AddHostedService<EndpointsAtStart>();

    /// <summary>
    /// Whether the shape of the body already failed at a path or above it. Rules that compare several places ask this, so
    /// as not to blame one place for a failure of another.
    /// </summary>
    public static bool IsUnreadable(this IValidationContext context, string path) =>
        context.RootContextData.TryGetValue(ShapePathsKey, out var paths) && JsonPath.IsCovered(path, (IReadOnlySet<string>)paths);

    private static EndpointFilterDelegate Create(EndpointFilterFactoryContext factory, EndpointFilterDelegate next)
    {
        if (BodyOf(factory.MethodInfo) is not { } body)
        {
            RefuseHiddenBody(factory.MethodInfo);
            return next;
        }

        var validatorType = typeof(IValidator<>).MakeGenericType(body.ParameterType.GenericTypeArguments);
        if (factory.ApplicationServices.GetService<IServiceProviderIsService>()?.IsService(validatorType) is not true)
        {
            throw new InvalidOperationException(
                $"No IValidator<{body.ParameterType.GenericTypeArguments[0]}> is registered, "
                + $"but {factory.MethodInfo.Name} validates its body.");
        }

        return async invocation =>
        {
            if (invocation.Arguments[body.Position] is not IJsonBody received)
                return await next(invocation);

            var validator = (IValidator)invocation.HttpContext.RequestServices.GetRequiredService(validatorType);
            var failures = FailuresOf(received.Value, received.ShapeFailures, validator);
            return failures.Count == 0 ? await next(invocation) : ApiErrorResult.Unprocessable(DocumentOrder.Sort(failures, received.Bytes));
        };
    }

    /// <summary>What is wrong with a value of which some places could not be read: these first, and of what validation finds the rest.</summary>
    public static IReadOnlyList<FieldError> FailuresOf(object value, IReadOnlyList<FieldError> shapeFailures, IValidator validator)
    {
        var unreadable = shapeFailures.Select(failure => failure.Field).ToHashSet(StringComparer.Ordinal);
        var context = new ValidationContext<object>(value);
        context.RootContextData[ShapePathsKey] = unreadable;
        var result = validator.Validate(context);
        if (result.IsValid && unreadable.Count == 0)
            return [];

        return [.. shapeFailures, .. result.Errors.Select(Worded).Where(IsNews)];

        // What is wrong with the body as a whole may only be that a field could not be read, and would be named first.
        bool IsNews(FieldError failure) =>
            !JsonPath.IsCovered(failure.Field, unreadable) && (unreadable.Count == 0 || failure.Field != JsonPath.Root);
    }

    private static FieldError Worded(ValidationFailure failure) =>
        FieldError.At(JsonPath.FromPropertyPath(failure.PropertyName), failure.ErrorMessage);

    private static ParameterInfo? BodyOf(MethodInfo handler) =>
        Array.Find(handler.GetParameters(), parameter => parameter.ParameterType.IsAssignableTo(typeof(IJsonBody)));

    // A body among [AsParameters] is no argument of the handler: its validator would silently never run.
    private static void RefuseHiddenBody(MethodInfo handler)
    {
        var hidden = handler.GetParameters()
            .Where(parameter => parameter.IsDefined(typeof(AsParametersAttribute)))
            .SelectMany(parameter => parameter.ParameterType.GetProperties())
            .FirstOrDefault(property => property.PropertyType.IsAssignableTo(typeof(IJsonBody)));
        if (hidden is not null)
        {
            throw new InvalidOperationException(
                $"{handler.Name} must take its body {hidden.Name} as a parameter of its own to have it validated.");
        }
    }

    private static void DescribeRefusals(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<MethodInfo>().FirstOrDefault() is not { } handler || BodyOf(handler) is null)
            return;

        endpoint.Metadata.Add(new ValidatedBodyMetadata());
        int[] statuses =
        [
            StatusCodes.Status400BadRequest,
            StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType,
            StatusCodes.Status422UnprocessableEntity,
        ];
        foreach (var status in statuses)
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ApiError), Json));
    }

    /// <summary>Builds the endpoints once the routes are known, instead of at the first request.</summary>
    private sealed class EndpointsAtStart(IServiceProvider services) : IHostedLifecycleService
    {
        public Task StartedAsync(CancellationToken cancellationToken)
        {
            _ = services.GetRequiredService<EndpointDataSource>().Endpoints;
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
