using System.Runtime.CompilerServices;
using System.Text.Json;

namespace NoyoEmulator.Vocabulary;

/// <summary>
/// The one rule that names enum values outside the code, on the wire and in the database alike: snake case, as Noyo has it.
/// </summary>
internal static class EnumName
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Known<TEnum>.Names.Of(Unsafe.As<TEnum, int>(ref value));

    /// <summary>The value of a name that this emulator wrote.</summary>
    /// <exception cref="FormatException">The name is not one of the enum's.</exception>
    public static TEnum Parse<TEnum>(string name)
        where TEnum : struct, Enum =>
        TryParse<TEnum>(name, out var value) ? value : throw new FormatException($"'{name}' is not a {typeof(TEnum).Name}.");

    /// <summary>The value of a name that somebody else wrote, in any case.</summary>
    public static bool TryParse<TEnum>(string name, out TEnum value)
        where TEnum : struct, Enum
    {
        var isKnown = Known<TEnum>.Names.TryFind(name, out var number);
        value = Unsafe.As<int, TEnum>(ref number);
        return isKnown;
    }

    /// <summary>All names, in the order of the enum.</summary>
    public static IReadOnlyList<string> All<TEnum>()
        where TEnum : struct, Enum => Known<TEnum>.Names.All;

    private static class Known<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Names Names = new(typeof(TEnum));
    }

    /// <summary>
    /// One enum's names. It knows the values as numbers: a dictionary by each enum of its own would be compiled anew at every
    /// start, enum by enum.
    /// </summary>
    private sealed class Names
    {
        private readonly Dictionary<int, string> _byNumber = [];
        private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);

        /// <exception cref="NotSupportedException">The enum does not consist of whole numbers of 32 bits.</exception>
        public Names(Type type)
        {
            if (Enum.GetValuesAsUnderlyingType(type) is not int[] numbers)
                throw new NotSupportedException($"{type.Name} is no enum of int.");
            foreach (var number in numbers)
            {
                var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(Enum.GetName(type, number)!);
                _byNumber.Add(number, name);
                _byName.Add(name, number);
            }

            All = [.. _byNumber.Values];
        }

        public IReadOnlyList<string> All { get; }

        public string Of(int number) => _byNumber[number];

        public bool TryFind(string name, out int number) => _byName.TryGetValue(name, out number);
    }
}
