using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Architecture;

/// <summary>Which part of the emulator may know of which: one project has no walls but these.</summary>
public sealed partial class ArchitectureTests
{
    private const string Root = "NoyoEmulator";

    /// <summary>Written by EF Core.</summary>
    private const string Generated = "CompiledModel";

    private static readonly IReadOnlyList<(string Folder, string Name, string Text)> Sources = Read();

    [Fact]
    public void The_comparison_knows_nothing_but_itself_and_the_system()
    {
        Of("Comparison").ShouldNotBeEmpty();
        foreach (var (_, name, text) in Of("Comparison"))
        {
            UsingsOf(text).Where(used => !used.StartsWith("System", StringComparison.Ordinal)
                && !used.StartsWith($"{Root}.Comparison.", StringComparison.Ordinal)).ShouldBeEmpty(name);
            Regex.Matches(text, @"\b(Microsoft|FluentValidation|Serilog)\.", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
                .ShouldBeEmpty(name);
            OwnNamespacesIn(text).ShouldAllBe(part => part == "Comparison", name);
        }
    }

    [Fact]
    public void Only_the_persistence_names_the_database_engine() =>
        Sources.Where(source => source.Text.Contains("Microsoft.Data.Sqlite", StringComparison.Ordinal)
            || source.Text.Contains("SQLitePCL", StringComparison.Ordinal))
            .ShouldAllBe(source => source.Folder == "Persistence");

    [Fact]
    public void Pure_parts_know_neither_the_web_nor_the_database()
    {
        // What decides is apart from what stores and what speaks HTTP.
        string[] pure =
        [
            "RecordKeeping.cs", "StartDateEffect.cs", "RoundTripProfile.cs", "RetrySchedule.cs", "WebhookSigner.cs", "WebhookEnvelope.cs",
                "EmulatorClock.cs",
            "IdGenerator.cs", "PathDistance.cs", "JsonLines.cs",
        ];
        foreach (var name in pure)
        {
            var source = Sources.Single(source => source.Name == name);
            UsingsOf(source.Text).Where(used => used.StartsWith("Microsoft.", StringComparison.Ordinal)).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public void Domain_and_persistence_do_not_know_the_control_plane()
    {
        string[] below = ["Accounts", "CarrierDirectory", "Carriers", "Comparison", "Fulfillment", "Persistence", "Simulation", "Tracking", "Webhooks"];
        foreach (var source in Sources.Where(source => below.Contains(source.Folder)))
        {
            OwnNamespacesIn(source.Text).ShouldNotContain("Control", source.Name);
            OwnNamespacesIn(source.Text).ShouldNotContain("Hosting", source.Name);
        }
    }

    [Fact]
    public void Wire_types_are_no_part_of_an_entity_and_entities_are_no_part_of_an_answer()
    {
        using var db = new EmulatorDbContext(new DbContextOptionsBuilder<EmulatorDbContext>().UseSqlite("Data Source=:memory:").Options);
        var entities = db.Model.GetEntityTypes().Select(entity => entity.ClrType).ToHashSet();
        entities.ShouldNotBeEmpty();

        foreach (var entity in entities)
        {
            entity.IsPublic.ShouldBeFalse(entity.Name);
            foreach (var property in entity.GetProperties())
                PartsOf(property.PropertyType).Where(IsWireType).ShouldBeEmpty($"{entity.Name}.{property.Name}");
        }

        foreach (var type in typeof(EmulatorDbContext).Assembly.GetTypes().Where(IsWireType))
        {
            foreach (var property in type.GetProperties())
                PartsOf(property.PropertyType).Where(entities.Contains).ShouldBeEmpty($"{type.Name}.{property.Name}");
        }
    }

    [Fact]
    public void Every_file_is_in_the_namespace_of_its_folder() => Sources.Where(source => source.Folder.Length > 0)
        .ShouldAllBe(source => source.Text.Contains($"namespace {Root}.{source.Folder}", StringComparison.Ordinal));

    [Fact]
    public void Classes_are_sealed_or_static_or_made_to_be_derived_from() => typeof(EmulatorDbContext).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }
            && type.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true
            && !type.Namespace.EndsWith($".{Generated}", StringComparison.Ordinal)
            && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
        .Where(type => !type.Assembly.GetTypes().Any(other => other.BaseType == type)).ShouldBeEmpty();

    // The public records of an API are its wire types; the entities are internal.
    private static bool IsWireType(Type type) =>
        type.IsPublic && !type.IsEnum && type.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true
            && type.GetMethod("<Clone>$") is not null;

    private static IEnumerable<Type> PartsOf(Type type) =>
        [type, .. type.GetGenericArguments().SelectMany(PartsOf), .. type.GetElementType() is { } element ? PartsOf(element) : []];

    private static IEnumerable<(string Folder, string Name, string Text)> Of(string folder) =>
        Sources.Where(source => source.Folder == folder);

    private static IEnumerable<string> UsingsOf(string text) => UsingPattern().Matches(text).Select(match => match.Groups["name"].Value);

    private static List<string> OwnNamespacesIn(string text) =>
        [.. OwnPattern().Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    private static IReadOnlyList<(string Folder, string Name, string Text)> Read()
    {
        var root = Path.Combine(Repository.Root, "src", Root);
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(path => (Path: path, Relative: Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar)))
                .Where(file => !file.Relative.Contains(Generated))
                .Select(file => (file.Relative.Length == 1 ? "" : file.Relative[0], file.Relative[^1], File.ReadAllText(file.Path))),
        ];
    }

    [GeneratedRegex(
        @"^using (static )?(?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex UsingPattern();

    [GeneratedRegex(@"\bNoyoEmulator\.(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OwnPattern();
}
