namespace ImagingGateway.Storage.Query;

/// <summary>Query/Retrieve levels (PS3.4 C.3), outermost first.</summary>
public enum QueryLevel
{
    Patient,
    Study,
    Series,
    Instance,
}
