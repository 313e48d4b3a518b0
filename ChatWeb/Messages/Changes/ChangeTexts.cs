namespace ChatWeb.Messages.Changes;

/// <summary>Marks the resources with what the page says of changing, quoting and passing on messages.</summary>
public sealed class ChangeTexts;
