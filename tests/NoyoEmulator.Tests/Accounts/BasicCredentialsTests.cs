using System.Text;
using NoyoEmulator.Accounts;

namespace NoyoEmulator.Tests.Accounts;

public sealed class BasicCredentialsTests
{
    [Theory]
    [InlineData("client:secret", "client", "secret")]
    [InlineData("client:with:colons:", "client", "with:colons:")]
    [InlineData("client:", "client", "")]
    [InlineData("Zoë:pässword€", "Zoë", "pässword€")]
    public void The_id_ends_at_the_first_colon(string text, string clientId, string secret)
    {
        BasicCredentials.TryParse("Basic " + Encode(text), out var credentials).ShouldBeTrue();
        credentials.ShouldBe(new BasicCredentials(clientId, secret));
    }

    [Theory]
    [InlineData("basic ")]
    [InlineData("BASIC   ")]
    public void The_scheme_is_read_whatever_its_case(string scheme) =>
        BasicCredentials.TryParse(scheme + Encode("a:b"), out _).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YTpi=")]
    [InlineData("Basic Y2xpZW50")] // "client", without a colon
    [InlineData("Basic OnNlY3JldA==")] // ":secret", without an id
    [InlineData("Basic //86/w==")] // not UTF-8
    [InlineData("Bearer YTpi")]
    [InlineData("BasicYTpi")]
    public void Anything_else_is_refused(string? header)
    {
        BasicCredentials.TryParse(header, out var credentials).ShouldBeFalse();
        credentials.ShouldBeNull();
    }

    [Fact]
    public void The_secret_is_not_printed() => new BasicCredentials("client", "secret").ToString().ShouldBe("client");

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
