using System.Reflection;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.AspNetCore.Http.Metadata;

namespace NoyoEmulator.OpenApi;

/// <summary>
/// What validation asks of the properties of bodies, read from the validators themselves, so that documents and answers cannot
/// disagree.
/// </summary>
internal sealed class ValidatorRules
{
    private static readonly MethodInfo ChildMethod = typeof(ValidatorRules)
        .GetMethod(nameof(Child), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly Lazy<Dictionary<(Type Type, string Property), List<IPropertyValidator>>> _rules;

    public ValidatorRules(EndpointDataSource endpoints, IServiceProvider services) => _rules = new(() =>
    {
        var rules = new Dictionary<(Type Type, string Property), List<IPropertyValidator>>();
        var bodies = endpoints.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType)
            .OfType<Type>().Distinct();
        foreach (var body in bodies)
        {
            if (services.GetService(typeof(IValidator<>).MakeGenericType(body)) is IValidator validator)
                Collect(body, validator, rules);
        }

        return rules;
    });

    /// <summary>The rules of a property, whose name is that of the type; of a list, those of its items too.</summary>
    public IReadOnlyList<IPropertyValidator> Of(Type type, string property)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            if (_rules.Value.TryGetValue((declaring, property), out var found))
                return found;
        }

        return [];
    }

    private static void Collect(Type type, IValidator validator, Dictionary<(Type Type, string Property), List<IPropertyValidator>> rules)
    {
        foreach (var member in validator.CreateDescriptor().GetMembersWithValidators())
        {
            // Rules about the object as a whole have no member.
            if (string.IsNullOrEmpty(member.Key) || rules.ContainsKey((type, member.Key)))
                continue;
            rules.Add((type, member.Key), [.. member.Select(entry => entry.Validator)]);
            foreach (var (child, childType) in member.Select(entry => ChildOf(entry.Validator)).Where(child => child.Validator is not null))
                Collect(childType, child!, rules);
        }
    }

    private static (IValidator? Validator, Type Type) ChildOf(IPropertyValidator validator)
    {
        for (var type = validator.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ChildValidatorAdaptor<,>))
            {
                return ((IValidator?)ChildMethod.MakeGenericMethod(type.GenericTypeArguments)
                    .Invoke(null, [validator]), type.GenericTypeArguments[1]);
            }
        }

        return (null, typeof(object));
    }

    private static IValidator Child<T, TProperty>(ChildValidatorAdaptor<T, TProperty> adaptor) =>
        adaptor.GetValidator(new ValidationContext<T>(default!), default!);
}
