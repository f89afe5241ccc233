using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>
/// Somebody who looks at the dashboard in a browser window of his own. Whatever goes wrong in it is held against the page at the end, unless it
/// was announced.
/// </summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<IRequest> _requests = new();
    private readonly List<string> _announced = [];
    private readonly IBrowserContext _context;
    private readonly Uri _root;

    internal Visitor(IBrowserContext context, IPage page, Uri root)
    {
        _context = context;
        _root = root;
        Page = page;
        page.Console += (_, message) => Complain(message.Type is "error" or "warning", $"{message.Type} on the console: {message.Text} ({message.Location})");
        page.PageError += (_, error) => Complain(true, $"error of the page: {error}");
        // What the page itself, or who leaves it, breaks off is no failure.
        page.RequestFailed += (_, request) => Complain(request.Failure != "net::ERR_ABORTED", $"failed request: {request.Url} {request.Failure}");
        page.Dialog += (_, dialog) =>
        {
            Complain(true, $"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.Popup += (_, popup) => Complain(true, $"another window: {popup.Url}");
        page.Request += (_, request) => _requests.Enqueue(request);
    }

    public IPage Page { get; }

    /// <summary>All that can be seen, to look for something in.</summary>
    public ILocator Body => Page.Locator("body");

    /// <summary>What the page has asked for so far, as method and path with its query.</summary>
    public IReadOnlyList<string> Requests => [.. _requests.Select(request => $"{request.Method} {new Uri(request.Url).PathAndQuery}")];

    /// <summary>Comes to an address of the page as one who has pasted it into a new window.</summary>
    public async Task GoAsync(string place)
    {
        // An address that differs in nothing but what comes after the hash would not be loaded anew.
        if (Page.Url != "about:blank")
            _ = await Page.GotoAsync("about:blank");
        _ = await Page.GotoAsync(new Uri(_root, $"#/{place}").AbsoluteUri);
    }

    /// <summary>What comes after the hash in the address.</summary>
    public string Place => Page.Url.Contains('#', StringComparison.Ordinal) ? Page.Url[(Page.Url.IndexOf('#', StringComparison.Ordinal) + 2)..] : "";

    /// <summary>Says that something is to go wrong, by a part of what a browser says of it.</summary>
    public void Announce(string complaint) => _announced.Add(complaint);

    /// <summary>Says that some requests are to be refused with a status.</summary>
    public void AnnounceRefusals(int status) => Announce($"the server responded with a status of {status}");

    /// <summary>Holds against the page what went wrong.</summary>
    public void ShouldHaveNoComplaint() =>
        _complaints.Where(complaint => !_announced.Exists(announced => complaint.Contains(announced, StringComparison.Ordinal))).ShouldBeEmpty();

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        ShouldHaveNoComplaint();
    }

    private void Complain(bool isWrong, string complaint)
    {
        if (isWrong)
            _complaints.Enqueue(complaint);
    }
}
