using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Tests.Http;

public sealed class PathDistanceTests
{
    private const string Id = "2613a221-d3c8-4c8a-86d5-e7e885fd1da9";

    [Theory]
    [InlineData("/a/b", "/a/b", 0)]
    [InlineData("a/b/", "/A/B", 0)]
    [InlineData($"/groups/{Id}", "/groups/{group_id}", 0)]
    [InlineData("/groups/mine", "/groups/{group_id}", 2)]
    [InlineData("/groops/x", "/groups/x", 1)]
    [InlineData("/group", "/groups", 1)]
    [InlineData("/a", "/a/bcd", 4)]
    [InlineData("/a/bcd", "/a", 4)]
    [InlineData("/groups", "/groups/{group_id}", 2)]
    public void A_path_is_as_far_from_a_route_as_it_has_mistakes(string path, string template, int distance) =>
        PathDistance.Between(path, template).ShouldBe(distance);
}
