namespace NoyoEmulator.Comparison;

/// <summary>Compares one value of two records and reports what differs under the given key.</summary>
/// <typeparam name="T">The record that holds the value: a member or an enrollment.</typeparam>
internal delegate IEnumerable<FieldDifference> FieldComparison<in T>(string key, T platform, T carrier);
