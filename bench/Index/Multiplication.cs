using System.Data.Common;
using System.Diagnostics;
using System.Globalization;

namespace ImagingGateway.Bench.Index;

/// <summary>
/// Makes a large index of a small one, inside the database: every row of studies that came through the door is copied with other identifiers and
/// UIDs. Names, dates and modalities repeat, as they do among a million people.
/// </summary>
internal static class Multiplication
{
    /// <summary>More than the identifiers of the small index.</summary>
    private const long Apart = 1_000_000;

    /// <param name="database">With exactly <paramref name="studies"/> studies of <see cref="ArchiveGenerator"/>, one instance each.</param>
    /// <param name="studies">Of the small index.</param>
    /// <param name="times">Of the small index in the large one.</param>
    public static async Task RunAsync(DbDataSource database, int studies, int times)
    {
        var clock = Stopwatch.StartNew();
        await using var connection = await database.OpenConnectionAsync();
        for (var copy = 1; copy < times; copy++)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var statement in Statements(copy * Apart, copy * (long)studies, copy * (long)(studies * 2 / 3)))
            {
                await using var command = connection.CreateCommand();
                (command.CommandText, command.Transaction, command.CommandTimeout) = (statement, transaction, 0);
                await command.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
            if (copy % 10 == 0)
                Console.WriteLine($"  {(copy + 1) * studies:N0} studies after {clock.Elapsed.TotalSeconds:0} s");
        }

        await using var end = connection.CreateCommand();
        // what the databases do by themselves after a while
        foreach (var command in (string[])[$"update id_blocks set next_id = {times * Apart}", "vacuum", "analyze"])
        {
            (end.CommandText, end.CommandTimeout) = (command, 0);
            await end.ExecuteNonQueryAsync();
        }

        Console.WriteLine($"multiplied to {times * studies:N0} studies in {clock.Elapsed.TotalSeconds:0} s");
    }

    private static IEnumerable<string> Statements(long id, long study, long patient)
    {
        var small = $"< {Apart}";
        var uid = $"'2.25.7000' || cast(cast(substr(t.study_uid, 10) as bigint) + {study} as text)";
        yield return $"""
            insert into patients (id, identity, patient_id, issuer, name_key, birth_date, sex, attributes)
            select id + {id}, {Numbered("BN", "patient_id", 7, patient)} || substr(identity, 10), {Numbered("BN", "patient_id", 7, patient)}, issuer, name_key, birth_date, sex, attributes
            from patients where id {small}
            """;
        yield return $"""
            insert into studies (id, patient_key, study_uid, sort_key, study_date, study_time, accession, patient_id, issuer, study_id, name_key, referring_key, birth_date, sex,
                patient_name, birth_date_text, description, referring_name, institution, modalities, sop_classes, series_count, instance_count, bytes, pending_versions, received_at, changed_at, attributes)
            select id + {id}, patient_key + {id}, {uid}, sort_key, study_date, study_time, {Numbered("A", "accession", 8, study)}, {Numbered("BN", "patient_id", 7, patient)}, issuer,
                'S' || cast(cast(substr(study_id, 2) as bigint) + {study} as text), name_key, referring_key, birth_date, sex,
                patient_name, birth_date_text, description, referring_name, institution, modalities, sop_classes, series_count, instance_count, bytes, pending_versions, received_at, changed_at, attributes
            from studies t where id {small}
            """;
        yield return $"""
            insert into series (id, study_key, series_uid, series_number, modality, description, body_part, station, step_date, step_time, instance_count, received_at, attributes)
            select s.id + {id}, s.study_key + {id}, {uid} || '.1', s.series_number, s.modality, s.description, s.body_part, s.station, s.step_date, s.step_time, s.instance_count, s.received_at, s.attributes
            from series s join studies t on t.id = s.study_key where s.id {small}
            """;
        yield return $"""
            insert into instances (id, series_key, sop_uid, sop_class_uid, transfer_syntax_uid, instance_number, frames, image_rows, image_columns, bits_allocated, object_key, object_hash,
                length, data_set_offset, sha256, pixel_sha256, is_truncated, origin, calling_ae, called_ae, remote_address, user_name, received_at)
            select i.id + {id}, i.series_key + {id}, {uid} || '.1.1', i.sop_class_uid, i.transfer_syntax_uid, i.instance_number, i.frames, i.image_rows, i.image_columns, i.bits_allocated, i.object_key,
                i.object_hash + {id}, i.length, i.data_set_offset, i.sha256, i.pixel_sha256, i.is_truncated, i.origin, i.calling_ae, i.called_ae, i.remote_address, i.user_name, i.received_at
            from instances i join series s on s.id = i.series_key join studies t on t.id = s.study_key where i.id {small}
            """;
        yield return $"insert into instance_headers (instance_key, metadata, frame_index, bulk_data) select instance_key + {id}, metadata, frame_index, bulk_data from instance_headers where instance_key {small}";
        yield return $"""
            insert into terms (id, kind, word)
            select id + {id}, kind, case
                when word like 'bn%' then {Numbered("bn", "word", 7, patient)}
                when word like 'a%' then {Numbered("a", "word", 8, study)}
                when word like 's%' then 's' || cast(cast(substr(word, 2) as bigint) + {study} as text)
                else {Numbered("0", "word", 11, patient)} end
            from terms where kind = 3 and id {small}
            """;
        yield return $"""
            insert into postings (term_key, sort_key, study_key, name_bits)
            select case when x.kind = 3 then p.term_key + {id} else p.term_key end, p.sort_key, p.study_key + {id}, p.name_bits
            from postings p join terms x on x.id = p.term_key where p.study_key {small}
            """;
    }

    /// <summary>A prefix and a number of so many digits, counted on.</summary>
    private static string Numbered(string prefix, string column, int digits, long add) => string.Create(
        CultureInfo.InvariantCulture,
        $"'{prefix}' || substr(cast({Math.Pow(10, digits):0} + cast(substr({column}, {prefix.Length + 1}, {digits}) as bigint) + {add} as text), 2)");
}
