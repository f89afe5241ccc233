using System.Buffers;
using System.Text.Json;
using NoyoEmulator.Comparison;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Tracking;

/// <summary>
/// Writes rows of differences as <see cref="BasicDifferenceResult"/> and <see cref="PublicSingleDifferenceResult"/> are written, but
/// without these objects: nothing is asked for as often as a page of differences.
/// </summary>
internal static class DifferenceWriter
{
    /// <summary>What is read of a difference, in the order of <see cref="Column"/>.</summary>
    public const string Columns =
        "d.id, d.version, d.created, d.modified, d.organization_id, d.group_id, d.carrier_id, d.employee_id, d.object_type, d.object_id, "
        + "d.impact_score, d.classification, d.difference_type, d.resolved, d.replaced_by_id, d.is_dismissed, d.is_suppressed, "
        + "d.discrepancy_time, d.assignee_id, d.fields";

    private const string Sources =
        "SELECT s.id, s.version, s.created, s.modified, s.stage, s.transaction_id, s.synced_carrier_id, s.is_discrepancy, s.resolves_difference, "
        + "s.carrier_fetch_time, s.snapshot_id FROM difference_sources s WHERE s.difference_id = $difference ORDER BY s.created, s.id";

    private enum Column
    {
        Id,
        Version,
        Created,
        Modified,
        OrganizationId,
        GroupId,
        CarrierId,
        EmployeeId,
        ObjectType,
        ObjectId,
        ImpactScore,
        Classification,
        DifferenceType,
        Resolved,
        ReplacedById,
        IsDismissed,
        IsSuppressed,
        DiscrepancyTime,
        AssigneeId,
        Fields,
    }

    private enum SourceColumn
    {
        Id,
        Version,
        Created,
        Modified,
        Stage,
        TransactionId,
        SyncedCarrierId,
        IsDiscrepancy,
        ResolvesDifference,
        CarrierFetchTime,
        SnapshotId,
    }

    /// <summary>Writes the properties of a difference.</summary>
    public static void Write(Utf8JsonWriter writer, SqlRows row, DifferenceForm form)
    {
        writer.WriteString("id"u8, row.Id((int)Column.Id));
        writer.WriteString("version"u8, row.Id((int)Column.Version));
        writer.WriteNumber("created"u8, row.Seconds((int)Column.Created));
        writer.WriteNumber("modified"u8, row.Seconds((int)Column.Modified));
        writer.WriteString("organization_id"u8, row.Id((int)Column.OrganizationId));
        writer.WriteString("group_id"u8, row.Id((int)Column.GroupId));
        writer.WriteString("carrier_id"u8, row.Id((int)Column.CarrierId));
        writer.WriteString("employee_id"u8, row.Id((int)Column.EmployeeId));
        writer.WriteString("object_type"u8, row.Text((int)Column.ObjectType));
        writer.WriteString("object_id"u8, row.Id((int)Column.ObjectId));
        if (!form.OmitsNulls)
            writer.WriteNull("impact_type"u8);
        writer.WriteNumber("impact_score"u8, row.Number((int)Column.ImpactScore));
        writer.WriteString("difference_classification"u8, row.Text((int)Column.Classification));
        writer.WriteString("difference_type"u8, row.Text((int)Column.DifferenceType));
        WriteSeconds(writer, "resolved"u8, row, Column.Resolved, form);
        if (!row.IsNull((int)Column.ReplacedById))
            writer.WriteString("replaced_by"u8, row.Id((int)Column.ReplacedById));
        else if (!form.OmitsNulls)
            writer.WriteNull("replaced_by"u8);
        writer.WriteBoolean("is_dismissed"u8, row.Flag((int)Column.IsDismissed));
        writer.WriteBoolean("is_suppressed"u8, row.Flag((int)Column.IsSuppressed));
        WriteSeconds(writer, "discrepancy_time"u8, row, Column.DiscrepancyTime, form);
        if (!row.IsNull((int)Column.AssigneeId))
            writer.WriteString("assignee_id"u8, row.Text((int)Column.AssigneeId));
        WriteFields(writer, row.Text((int)Column.Fields), form);
    }

    /// <summary>Writes where a difference was seen, oldest first.</summary>
    public static void WriteSources(Utf8JsonWriter writer, SqlReader reader, Guid difference)
    {
        var values = new SqlValues();
        values.Set("$difference", difference);
        using var row = reader.Query(Sources, values);
        writer.WriteStartArray("sources"u8);
        while (row.Next())
        {
            var isSync = row.IsNull((int)SourceColumn.TransactionId);
            writer.WriteStartObject();
            writer.WriteString("id"u8, row.Id((int)SourceColumn.Id));
            writer.WriteString("version"u8, row.Id((int)SourceColumn.Version));
            writer.WriteNumber("created"u8, row.Seconds((int)SourceColumn.Created));
            writer.WriteNumber("modified"u8, row.Seconds((int)SourceColumn.Modified));
            writer.WriteString("stage"u8, row.Text((int)SourceColumn.Stage));
            writer.WriteString("object_type"u8, isSync ? "carrier_sync"u8 : "member_transaction"u8);
            writer.WriteString("object_id"u8, row.Id((int)(isSync ? SourceColumn.SyncedCarrierId : SourceColumn.TransactionId)));
            writer.WriteBoolean("is_discrepancy"u8, row.Flag((int)SourceColumn.IsDiscrepancy));
            writer.WriteBoolean("resolves_difference"u8, row.Flag((int)SourceColumn.ResolvesDifference));
            writer.WriteBoolean("suppress_discrepancies"u8, false);
            writer.WriteNumber("last_seen"u8, row.Seconds((int)SourceColumn.CarrierFetchTime));
            writer.WriteNumber("carrier_fetch_time"u8, row.Seconds((int)SourceColumn.CarrierFetchTime));
            if (!row.IsNull((int)SourceColumn.SnapshotId))
                writer.WriteString("member_snapshot_id"u8, row.Id((int)SourceColumn.SnapshotId));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSeconds(Utf8JsonWriter writer, ReadOnlySpan<byte> name, SqlRows row, Column column, DifferenceForm form)
    {
        if (!row.IsNull((int)column))
            writer.WriteNumber(name, row.Seconds((int)column));
        else if (!form.OmitsNulls)
            writer.WriteNull(name);
    }

    /// <summary>What differs. It is stored as it is written, but without values that are null, and with objects as texts.</summary>
    private static void WriteFields(Utf8JsonWriter writer, ReadOnlySpan<byte> stored, DifferenceForm form)
    {
        writer.WriteStartArray("fields"u8);
        var reader = new Utf8JsonReader(stored);
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            Utf8JsonReader key = default, platformValue = default, carrierValue = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader;
                _ = reader.Read();
                if (name.ValueTextEquals("key"u8))
                    key = reader;
                else if (name.ValueTextEquals("platform_value"u8))
                    platformValue = reader;
                else if (name.ValueTextEquals("carrier_value"u8))
                    carrierValue = reader;
            }

            writer.WriteStartObject();
            writer.WritePropertyName("key"u8);
            writer.WriteRawValue(TextOf(key, stored), skipInputValidation: true);
            var isObject = !form.HasTexts && key.ValueTextEquals(DifferenceCatalogue.ObjectKey);
            WriteValue(writer, "platform_value"u8, platformValue, isObject, stored);
            WriteValue(writer, "carrier_value"u8, carrierValue, isObject, stored);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Utf8JsonReader value, bool isObject, ReadOnlySpan<byte> stored)
    {
        writer.WritePropertyName(name);
        if (value.TokenType is JsonTokenType.None or JsonTokenType.Null)
        {
            writer.WriteNullValue();
        }
        else if (isObject)
        {
            var text = ArrayPool<byte>.Shared.Rent(value.ValueSpan.Length);
            writer.WriteRawValue(text.AsSpan(0, value.CopyString(text)), skipInputValidation: true);
            ArrayPool<byte>.Shared.Return(text, clearArray: true);
        }
        else
        {
            writer.WriteRawValue(TextOf(value, stored), skipInputValidation: true);
        }
    }

    private static ReadOnlySpan<byte> TextOf(Utf8JsonReader token, ReadOnlySpan<byte> json) => json[(int)token.TokenStartIndex..(int)token.BytesConsumed];
}
