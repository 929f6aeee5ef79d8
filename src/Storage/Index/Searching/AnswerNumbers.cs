using System.Globalization;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Index.Searching;

/// <summary>Numbers in answers, as text or binary as the VR wants; null is an empty element.</summary>
internal static class AnswerNumbers
{
    public static void SetInteger(this DataSet answer, Tag tag, VR vr, long? value)
    {
        if (value is not { } number)
            answer.SetEmpty(tag);
        else if (vr == VR.IS)
            answer.SetString(tag, number.ToString(CultureInfo.InvariantCulture));
        else
            answer.SetInteger(tag, number);
    }
}
