namespace NoyoEmulator.Http.Json;

/// <summary>Null is an allowed value of this property, as <c>nullable: true</c> says in OpenAPI.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class JsonNullableAttribute : Attribute;

/// <summary>This property holds any object, but nothing that is not an object.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class JsonFreeObjectAttribute : Attribute;

/// <summary>This property is written in answers and means nothing in a request: no value of it is refused.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class JsonAnswerOnlyAttribute : Attribute;
