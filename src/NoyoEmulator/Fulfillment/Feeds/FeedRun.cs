using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Feeds;

/// <summary>A file that went to a carrier that takes files.</summary>
internal sealed class FeedRun
{
    /// <summary>The only status of a run: the file is made and sent at one instant (published, in an example).</summary>
    public const string Completed = "completed";

    public Guid Id { get; set; }

    public Guid Version { get; set; }

    /// <summary>When it was made, and sent.</summary>
    public DateTimeOffset Created { get; set; }

    public Guid CarrierId { get; set; }

    /// <summary>The group whose people are in it.</summary>
    public Guid GroupId { get; set; }

    /// <summary>The name under which the carrier got it.</summary>
    public required string FileName { get; set; }

    /// <summary>Whether the carrier had not agreed to files of the group yet.</summary>
    public bool IsTest { get; set; }

    /// <summary>How many employees, dependents, enrollments and endings of enrollments are in it.</summary>
    public int Employees { get; set; }

    public int Dependents { get; set; }

    public int Enrollments { get; set; }

    public int Terminations { get; set; }

    /// <summary>The people in it, as a JSON list of records like those that carriers hold.</summary>
    public required string Content { get; set; }
}

internal sealed class FeedRunConfiguration : IEntityTypeConfiguration<FeedRun>
{
    public void Configure(EntityTypeBuilder<FeedRun> builder)
    {
        builder.HasKey(run => run.Id);
        builder.Property(run => run.Id).ValueGeneratedNever();
        builder.HasIndex(run => new { run.Created, run.Id });
        builder.HasIndex(run => new { run.CarrierId, run.Created, run.Id });
        builder.HasIndex(run => new { run.GroupId, run.Created, run.Id });
    }
}

/// <summary>Ids of feeds and transmissions: they follow from the carrier and the run, and back.</summary>
internal static class FeedIds
{
    /// <summary>What they are called in explanations.</summary>
    public const string Feed = "feed";
    public const string Transmission = "transmission";

    /// <summary>The feed of a carrier; or the carrier of a feed.</summary>
    public static Guid FeedOf(Guid carrierId) => DerivedId.Mask(carrierId, Feed);

    /// <summary>The transmission of a run's file; or the run of a transmission.</summary>
    public static Guid TransmissionOf(Guid runId) => DerivedId.Mask(runId, Transmission);
}
