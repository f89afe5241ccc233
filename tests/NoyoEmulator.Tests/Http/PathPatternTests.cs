using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Tests.Http;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("/api/v1/differences/*", "/api/v1/differences/7")]
    [InlineData("/api/v1/differences/*/", "/API/v1/Differences/7/")]
    [InlineData("/api/v1/differences/{difference_id}", "/api/v1/differences/7")]
    [InlineData("/api/**", "/api")]
    [InlineData("/api/**", "/api/v1/differences/7")]
    [InlineData("/**/member_snapshots", "/api/v1/groups/7/member_snapshots")]
    [InlineData("/**/groups/**/test", "/api/v1/groups/7/member_snapshots/test")]
    [InlineData("**", "/")]
    [InlineData("/api/v*/dif*ces", "/api/v1/differences")]
    [InlineData("/tracking/api/v1/differences", "/api/v1/differences")]
    [InlineData("/*/api/v1/differences", "/api/v1/differences")]
    public void A_path_fits(string pattern, string path) => Pattern(pattern).Matches(path, ApiFamily.Tracking).ShouldBeTrue();

    [Theory]
    [InlineData("/api/v1/differences/*", "/api/v1/differences")]
    [InlineData("/api/v1/differences/*", "/api/v1/differences/7/assign")]
    [InlineData("/api/v1/differences", "/api/v1/differences/7")]
    [InlineData("/api/v1/dif*cess", "/api/v1/differences")]
    [InlineData("/api/v1/aa*aa", "/api/v1/aaa")]
    [InlineData("/fulfillment/api/v1/differences", "/api/v1/differences")]
    [InlineData("/**/test", "/api/v1/groups")]
    public void A_path_does_not_fit(string pattern, string path) => Pattern(pattern).Matches(path, ApiFamily.Tracking).ShouldBeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("api/v1")]
    [InlineData("/api/v1/differences?is_open=true")]
    [InlineData("/api#top")]
    public void What_is_no_path_is_no_pattern(string? text) => PathPattern.TryParse(text, out _).ShouldBeFalse();

    private static PathPattern Pattern(string text)
    {
        PathPattern.TryParse(text, out var pattern).ShouldBeTrue();
        return pattern!;
    }
}
