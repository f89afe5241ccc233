namespace NoyoEmulator.Http.Errors;

/// <summary>Knows what of a request's path may be written down.</summary>
internal interface ILoggedPath
{
    /// <summary>The path without its query, and without whatever may be personal in it.</summary>
    string Of(HttpContext context);
}
