namespace NoyoEmulator.Webhooks;

/// <summary>The URL of a receiver as it may be shown: what is in its query, and before its host, often is a secret.</summary>
internal static class ReceiverUrl
{
    private const string Mask = "***";

    /// <summary>Which receiver it is: its URL with query and user info masked, or the inbox.</summary>
    public static string Shown(string receiver) => OwnInbox.NameOf(receiver) is { } inbox ? $"inbox {inbox}" : Masked(OwnInbox.UrlOf(receiver)!);

    /// <summary>The URL with its query and user info masked.</summary>
    public static string Masked(string url)
    {
        var end = url.AsSpan().IndexOfAny('?', '#');
        var shown = end < 0 ? url : $"{url.AsSpan(0, end)}{url[end]}{Mask}";
        var host = shown.IndexOf("://", StringComparison.Ordinal) + 3;
        var path = shown.IndexOf('/', host);
        var user = shown.AsSpan(host, (path < 0 ? shown.Length : path) - host).LastIndexOf('@');
        return user < 0 ? shown : $"{shown.AsSpan(0, host)}{Mask}{shown.AsSpan(host + user)}";
    }

    /// <summary>Masks in what a receiver said whatever it repeats of its URL's query.</summary>
    public static string MaskedIn(string text, Uri url)
    {
        // As it is written, and as pages of HTML write it.
        foreach (var query in new[] { url.Query, System.Net.WebUtility.HtmlEncode(url.Query) })
        {
            if (query.Length > 1)
                text = text.Replace(query, $"?{Mask}", StringComparison.Ordinal);
        }

        return text;
    }
}
