namespace ImagingGateway.Demo;

/// <summary>Who was examined for what, when, under which number.</summary>
internal sealed record ClaimExam(DemoService Service, DemoPatient Patient, DateTime Start, string Accession);
