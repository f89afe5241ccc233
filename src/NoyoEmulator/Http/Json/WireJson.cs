using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Http.Json;

/// <summary>How everything on the wire is read and written. The only JSON options of the emulator.</summary>
internal static class WireJson
{
    public const int MaxBodyBytes = 10 * 1024 * 1024;

    /// <summary>The deepest nesting a body received may have.</summary>
    public const int MaxBodyDepth = 64;

    // An answer wraps what was received (member_snapshot in a snapshot, a page in a list), so it may be deeper.
    private const int MaxDepth = MaxBodyDepth + 8;

    private static readonly IJsonTypeInfoResolver[] Resolvers =
    [
        .. typeof(WireJson).Assembly.GetCustomAttributes<WireTypesAttribute>().Select(types => types.Resolver),
        new DefaultJsonTypeInfoResolver(),
    ];

    [ThreadStatic]
    private static Scratch? _scratch;

    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The JSON of a value, as it is sent and as it is kept.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Write<T>(T? value)
    {
        if (value is null)
            return null;
        // The serializer's own buffers come from a pool that would keep the longest for good, one for each thread.
        var scratch = _scratch ?? new Scratch();
        _scratch = null;
        var text = scratch.Write(value);
        if (!scratch.IsLong)
            _scratch = scratch;
        return text;
    }

    /// <summary>The value of JSON that was written here.</summary>
    [return: NotNullIfNotNull(nameof(json))]
    public static T? Read<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, Options);

    /// <summary>What the options know about a type.</summary>
    public static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    /// <summary>Makes minimal APIs read and write as <see cref="Options"/> do.</summary>
    public static IServiceCollection AddWireJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => Apply(options.SerializerOptions));

    /// <summary>Gives other options the settings of <see cref="Options"/>.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.MaxDepth = MaxDepth;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new IsoDurationJsonConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        options.TypeInfoResolverChain.Clear();
        foreach (var resolver in Resolvers)
            options.TypeInfoResolverChain.Add(resolver);
    }

    /// <summary>What a thread writes into before it has the whole text.</summary>
    [SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The writer borrows nothing.")]
    private sealed class Scratch
    {
        private const int LongLength = 256 * 1024;

        private readonly ArrayBufferWriter<byte> _buffer = new(1024);
        private readonly Utf8JsonWriter _writer;

        public Scratch() => _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = Options.Encoder, MaxDepth = MaxDepth, SkipValidation = true });

        public bool IsLong => _buffer.Capacity > LongLength;

        public string Write<T>(T value)
        {
            _buffer.ResetWrittenCount();
            _writer.Reset();
            JsonSerializer.Serialize(_writer, value, Options);
            return Encoding.UTF8.GetString(_buffer.WrittenSpan);
        }
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>How a slice makes the generated metadata of its types known to <see cref="WireJson"/>, which knows no slice.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal abstract class WireTypesAttribute : Attribute
{
    public abstract IJsonTypeInfoResolver Resolver { get; }
}

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class WireTypesAttribute<TContext> : WireTypesAttribute
    where TContext : JsonSerializerContext, new()
{
    public override IJsonTypeInfoResolver Resolver => new TContext();
}
