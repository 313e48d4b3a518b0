namespace ChatWeb.Messages;

/// <summary>What the talk says around the messages, in <c>MessageTexts.resx</c>.</summary>
public sealed class MessageTexts;
