namespace ChatWeb.Messages.Pins;

/// <summary>What is said of pinned messages, in <c>PinTexts.resx</c>.</summary>
public sealed class PinTexts;
