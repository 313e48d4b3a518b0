namespace ChatWeb.Messages.Attachments;

/// <summary>The texts about files, in <c>AttachmentTexts.resx</c>.</summary>
public sealed class AttachmentTexts;
