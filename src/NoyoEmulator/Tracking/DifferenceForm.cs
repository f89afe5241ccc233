using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Tracking;

[assembly: DifferenceTypes]

namespace NoyoEmulator.Tracking;

/// <summary>How differences are written where Noyo's guide and its OpenAPI document disagree.</summary>
/// <param name="OmitsNulls">What is not set is left out (OpenAPI), not null (guide). The values of fields may be null in both.</param>
/// <param name="HasTexts">A value that is an object is written as a string with its JSON (OpenAPI), not as it is (guide).</param>
internal readonly record struct DifferenceForm(bool OmitsNulls, bool HasTexts)
{
    /// <summary>As the options have it.</summary>
    public static DifferenceForm Of(NoyoOptions noyo) =>
        new(noyo.DifferenceNulls == DifferenceNullForm.Omit, noyo.DifferenceValues == DifferenceValueForm.String);
}

/// <summary>Makes differences that are to have no nulls write none.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class DifferenceTypesAttribute : WireTypesAttribute
{
    public override IJsonTypeInfoResolver Resolver { get; } = new DifferenceResolver();

    private sealed class DifferenceResolver : IJsonTypeInfoResolver
    {
        private readonly DefaultJsonTypeInfoResolver _ordinary = new();

        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
        {
            if (!type.IsAssignableTo(typeof(BasicDifferenceResult)))
                return null;
            var info = _ordinary.GetTypeInfo(type, options);
            foreach (var property in info.Properties)
            {
                if (property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }])
                    property.ShouldSerialize = static (difference, value) => value is not null || !((BasicDifferenceResult)difference).OmitsNulls;
            }

            return info;
        }
    }
}
