using System.Globalization;

namespace NoyoEmulator.Faults;

/// <summary>The header <c>Prefer: code=503</c> (RFC 7240), by which a single request asks for an answer of another status.</summary>
/// <param name="Text">The value that was given.</param>
/// <param name="Status">The status; null when there is no such answer to be had.</param>
internal sealed record RequestPreference(string Text, int? Status)
{
    /// <summary>The header that asks.</summary>
    public const string Header = "Prefer";

    /// <summary>The header that says what was followed.</summary>
    public const string AppliedHeader = "Preference-Applied";

    private const string Name = "code";

    /// <summary>What a request asks for; null when it asks for nothing, or only for what is unknown here, which is to be ignored.</summary>
    public static RequestPreference? Of(HttpRequest request)
    {
        foreach (var preference in request.Headers[Header].SelectMany(value => (value ?? "").Split(',')))
        {
            var parts = preference.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries);
            if (!parts[0].Equals(Name, StringComparison.OrdinalIgnoreCase))
                continue;
            var text = parts.Length == 1 ? "" : parts[1].Trim('"');
            var isStatus = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
                && FaultStatus.IsPossible(status);
            return new RequestPreference(text, isStatus ? status : null);
        }

        return null;
    }
}
