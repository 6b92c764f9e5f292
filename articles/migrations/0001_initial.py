import articles.models.address
import articles.models.article
import articles.models.picture
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.CharField(choices=[('search engines', 'Search Engines'), ('hub', 'Hub')], max_length=14)),
                ('article_id', models.PositiveBigIntegerField()),
                ('path', models.TextField()),
                ('due_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['to', 'due_at', 'id'], name='announcements_due')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Contributor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=120, unique=True, verbose_name='slug')),
                ('role', models.CharField(blank=True, help_text='Such as “City editor”.', max_length=120, verbose_name='role')),
                ('bio', models.TextField(blank=True, verbose_name='about')),
                ('is_organisation', models.BooleanField(default=False, verbose_name='an organisation, not a person')),
                ('user', models.OneToOneField(blank=True, help_text='The account of this contributor at the desk, if there is one.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contributor', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'contributor',
                'verbose_name_plural': 'contributors',
                'ordering': ['name'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='FormerAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of', models.CharField(choices=[('section', 'section'), ('topic', 'topic'), ('contributor', 'contributor'), ('series', 'series'), ('standingpage', 'standing page')], max_length=12)),
                ('slug', models.SlugField(allow_unicode=True, max_length=120)),
                ('row', models.PositiveBigIntegerField()),
                ('replaced_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('of', 'slug'), name='one_row_per_former_address')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ImageField(height_field='height', upload_to=articles.models.picture.original_name, verbose_name='file', width_field='width')),
                ('width', models.PositiveIntegerField(editable=False, verbose_name='width')),
                ('height', models.PositiveIntegerField(editable=False, verbose_name='height')),
                ('alt', models.CharField(help_text='What is seen, for people who cannot see it. One sentence.', max_length=300, verbose_name='alt text')),
                ('caption', models.CharField(blank=True, max_length=400, verbose_name='caption')),
                ('credit', models.CharField(help_text='Who made it, and for whom.', max_length=200, verbose_name='credit')),
                ('warning', models.CharField(blank=True, help_text='What readers are told before they see it, such as “A person is shown injured.” It is covered until then.', max_length=200, verbose_name='warning')),
                ('license', models.CharField(blank=True, help_text='Its address, such as https://creativecommons.org/licenses/by/4.0/, or in words.', max_length=300, verbose_name='licence')),
                ('copyright_notice', models.CharField(blank=True, help_text='Such as “© 2026 Ada Quayle”.', max_length=200, verbose_name='copyright notice')),
                ('focus_x', models.PositiveSmallIntegerField(default=50, help_text='What must survive a crop.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='focus from the left, %')),
                ('focus_y', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='focus from the top, %')),
                ('renditions', models.JSONField(default=dict, editable=False)),
                ('digest', models.CharField(db_index=True, default='', editable=False, max_length=16)),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'ordering': ['-uploaded_at'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Reindexing',
            fields=[
                ('subject', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('before', models.BigIntegerField(null=True)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='SearchLanguage',
            fields=[
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('spelling', models.CharField(max_length=60)),
                ('skeleton', models.CharField(max_length=60)),
            ],
            options={
                'indexes': [models.Index(fields=['skeleton'], name='articles_search_skeletons')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, help_text='The first part of the address of everything in this section.', max_length=60, unique=True, verbose_name='slug')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
                ('accent', models.CharField(choices=[('madder', 'madder (deep red)'), ('rust', 'rust (orange brown)'), ('ochre', 'ochre (dark yellow)'), ('moss', 'moss (green)'), ('teal', 'teal (blue green)'), ('cobalt', 'cobalt (blue)'), ('plum', 'plum (purple)'), ('slate', 'slate (grey blue)')], default='slate', max_length=10, verbose_name='accent')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Lower comes first.', verbose_name='position')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['position', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('slug__in', ('.well-known', 'about', 'admin', 'ads.txt', 'api', 'archive', 'atom', 'beacon', 'card', 'cards', 'comments', 'contact', 'contributor', 'corrections', 'embed', 'ethics', 'favicon.ico', 'feed', 'feeds', 'front', 'history', 'house-rules', 'latest', 'login', 'logout', 'manifest', 'masthead', 'media', 'most-discussed', 'most-read', 'news-sitemap.xml', 'oembed', 'page', 'policies', 'preview', 'robots.txt', 'rss', 'saved', 'search', 'section', 'security.txt', 'series', 'sitemap', 'sitemap.xml', 'sitemaps', 'static', 'topic', 'trust.txt', 'versions', 'well-known')), _negated=True), name='section_slug_is_not_reserved', violation_error_message='This slug is an address of the site itself. Choose another.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=80, unique=True, verbose_name='slug')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'ordering': ['name'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='StandingPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('about', 'About the paper'), ('ethics', 'Ethics'), ('masthead', 'Masthead'), ('contact', 'Contact'), ('house-rules', 'House rules for comments'), ('other', 'Another page')], default='other', max_length=12, verbose_name='kind')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('slug', models.SlugField(allow_unicode=True, blank=True, help_text='The last part of the address. Only “Another page” needs one.', max_length=80, unique=True, verbose_name='slug')),
                ('copy', models.TextField(blank=True, verbose_name='text')),
                ('policies', models.CharField(blank=True, max_length=400, verbose_name='policies')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Lower comes first.', verbose_name='position')),
                ('is_in_footer', models.BooleanField(default=True, verbose_name='in the footer of every page')),
                ('is_published', models.BooleanField(default=True, help_text='Readers see it.', verbose_name='published')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'standing page',
                'verbose_name_plural': 'standing pages',
                'ordering': ['position', 'title'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=80, unique=True, verbose_name='slug')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['name'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('news', 'News'), ('analysis', 'Analysis'), ('explainer', 'Explainer'), ('feature', 'Feature'), ('interview', 'Interview'), ('opinion', 'Opinion'), ('editorial', 'Editorial'), ('review', 'Review'), ('obituary', 'Obituary'), ('live', 'Live'), ('satire', 'Satire'), ('advertiser', 'Advertiser content')], default='news', max_length=12, verbose_name='type')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.section', verbose_name='section')),
                ('kicker', models.CharField(blank=True, help_text='The label above the headline: one to three words.', max_length=60, verbose_name='kicker')),
                ('headline', models.CharField(max_length=200, verbose_name='headline')),
                ('slug', models.SlugField(allow_unicode=True, help_text='The last part of the address. A published story that gets another keeps its old one too.', max_length=120, unique=True, verbose_name='slug')),
                ('standfirst', models.CharField(blank=True, help_text='What the headline could not say; also for search.', max_length=400, verbose_name='standfirst')),
                ('dateline', models.CharField(blank=True, help_text='Where it was reported from.', max_length=80, verbose_name='dateline')),
                ('language', models.CharField(choices=articles.models.article.languages, default=articles.models.article.paper_language, max_length=10, verbose_name='language')),
                ('translation_of', models.ForeignKey(blank=True, db_index=False, help_text='The article that this one says in another language. Readers and search engines find one by the other.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='translations', to='articles.article', verbose_name='translation of')),
                ('is_unlisted', models.BooleanField(default=False, help_text='Readers find it here all the same; search engines are told to pass it over.', verbose_name='not for search engines')),
                ('canonical_url', models.CharField(blank=True, help_text='For a piece taken over from elsewhere: its address there, which search engines list instead of ours.', max_length=500, validators=[articles.models.address.is_lasting_address], verbose_name='first published at')),
                ('copy', models.TextField(blank=True, verbose_name='copy')),
                ('words', models.PositiveIntegerField(default=0, editable=False, verbose_name='words')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.picture', verbose_name='lead picture')),
                ('series', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='articles', to='articles.series', verbose_name='series')),
                ('part', models.PositiveSmallIntegerField(blank=True, help_text='Which part of the series it is, from 1 on.', null=True, verbose_name='part')),
                ('sources', models.JSONField(blank=True, default=list, verbose_name='sources')),
                ('review', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('returned', 'returned'), ('approved', 'approved')], default='draft', editable=False, max_length=10, verbose_name='review')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='updated')),
                ('embargo_until', models.DateTimeField(blank=True, help_text='Readers see nothing of it before this, whatever else is set.', null=True, verbose_name='embargo')),
                ('versions', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn')),
                ('withdrawal_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason for readers')),
                ('is_blocked_by_law', models.BooleanField(default=False, editable=False, verbose_name='blocked by law')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('topics', models.ManyToManyField(blank=True, related_name='articles', to='articles.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'permissions': [('edit_any_article', 'Can edit articles of others and published ones'), ('publish_article', 'Can publish, correct and withdraw articles')],
                'indexes': [models.Index(fields=['-published_at', '-id'], name='articles_newest'), models.Index(fields=['section', '-published_at', '-id'], name='articles_newest_in_section'), models.Index(fields=['-changed_at', '-id'], name='articles_changed_last'), models.Index(fields=['review', '-changed_at', '-id'], name='articles_changed_in_review'), models.Index(fields=['kind', '-changed_at', '-id'], name='articles_changed_of_kind'), models.Index(fields=['section', '-changed_at', '-id'], name='articles_changed_in_section'), models.Index(condition=models.Q(('series__isnull', False)), fields=['series', 'part', 'id'], name='articles_of_series'), models.Index(condition=models.Q(('translation_of__isnull', False)), fields=['translation_of'], name='articles_translated'), models.Index(condition=models.Q(('embargo_until__isnull', False)), fields=['embargo_until'], name='articles_embargo'), models.Index(condition=models.Q(('withdrawn_at__isnull', False)), fields=['withdrawn_at'], name='articles_withdrawal')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('part__isnull', False), ('series__isnull', False)), fields=('series', 'part'), name='one_article_a_part', violation_error_message='Another article is this part of the series.'), models.CheckConstraint(condition=models.Q(('updated_at', None), ('updated_at__gte', models.F('published_at')), _connector='OR'), name='article_updated_after_publication', violation_error_message='An update cannot come before publication.'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('published_at', None), _negated=True), _connector='OR'), name='article_withdrawn_after_publication', violation_error_message='Only what has been published can be withdrawn.')],
            },
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.article')),
                ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='articles.contributor', verbose_name='contributor')),
                ('role', models.CharField(choices=[('writer', 'writer'), ('reporter', 'additional reporting'), ('editor', 'editor'), ('translator', 'translator'), ('photographer', 'photographs'), ('illustrator', 'illustration')], default='writer', max_length=12, verbose_name='role')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'byline',
                'verbose_name_plural': 'bylines',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('article', 'contributor', 'role'), name='one_byline_per_role', violation_error_message='This name stands over the story in this role already.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='articles.article')),
                ('kind', models.CharField(choices=[('correction', 'Correction'), ('clarification', 'Clarification'), ('update', 'Update')], default='correction', max_length=15, verbose_name='kind')),
                ('text', models.TextField(verbose_name='text')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['made_at', 'pk'],
                'indexes': [models.Index(fields=['-made_at', '-id'], name='corrections_last')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='filings', to='articles.article')),
                ('topic', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.topic')),
                ('contributor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.contributor')),
                ('published_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('topic__isnull', False)), fields=['topic', '-published_at', '-article'], name='articles_newest_on_topic'), models.Index(condition=models.Q(('contributor__isnull', False)), fields=['contributor', '-published_at', '-article'], name='articles_newest_by')],
                'constraints': [models.UniqueConstraint(fields=('article', 'topic'), name='filed_once_on_a_topic'), models.UniqueConstraint(fields=('article', 'contributor'), name='filed_once_by_a_contributor'), models.CheckConstraint(condition=models.Q(models.Q(('contributor__isnull', False), ('topic', None)), models.Q(('contributor', None), ('topic__isnull', False)), _connector='OR'), name='filed_under_one_subject')],
            },
        ),
        migrations.CreateModel(
            name='FormerPath',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(help_text='From the first slash on, such as “/2019/03/quay”.', max_length=500, unique=True, verbose_name='former address')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_paths', to='articles.article', verbose_name='article')),
            ],
            options={
                'verbose_name': 'former address',
                'verbose_name_plural': 'former addresses',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='FormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(allow_unicode=True, max_length=120, unique=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='articles.article')),
                ('replaced_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Galley',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='galley', serialize=False, to='articles.article')),
                ('html', models.TextField()),
                ('feed', models.TextField(blank=True)),
                ('contents', models.JSONField(default=list)),
                ('frames', models.JSONField(default=list)),
                ('made_with', models.CharField(max_length=200)),
                ('pictures', models.ManyToManyField(related_name='+', to='articles.picture')),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Kin',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='kin', serialize=False, to='articles.article')),
                ('chosen', models.JSONField(default=list)),
                ('found', models.JSONField(default=list)),
                ('due_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='kin_due')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='MostRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('span', models.CharField(choices=[('day', 'Last 24 hours'), ('week', 'Last 7 days')], max_length=4)),
                ('position', models.PositiveSmallIntegerField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='most_read', to='articles.article')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('span', 'position'), name='one_story_per_place')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ReadCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article', verbose_name='article')),
                ('hour', models.DateTimeField(verbose_name='hour')),
                ('count', models.PositiveIntegerField(verbose_name='reads')),
            ],
            options={
                'verbose_name': 'hour of reads',
                'verbose_name_plural': 'reads',
                'indexes': [models.Index(fields=['hour', 'article', 'count'], name='reads_by_hour')],
                'constraints': [models.UniqueConstraint(fields=('article', 'hour'), name='one_count_an_hour')],
            },
        ),
        migrations.CreateModel(
            name='RelatedPick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_picks', to='articles.article')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article', verbose_name='story')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'related story',
                'verbose_name_plural': 'related stories',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('article', 'story'), name='one_place_per_related_story', violation_error_message='This story stands beside the article already.'), models.CheckConstraint(condition=models.Q(('article', models.F('story')), _negated=True), name='related_story_is_another', violation_error_message='A story does not stand beside itself.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='articles.article')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('first', 'First published'), ('correction', 'Correction'), ('clarification', 'Clarification'), ('update', 'Update')], editable=False, max_length=15, verbose_name='kind')),
                ('note', models.TextField(blank=True, editable=False, verbose_name='what readers were told')),
                ('headline', models.CharField(editable=False, max_length=200)),
                ('standfirst', models.CharField(blank=True, editable=False, max_length=400)),
                ('copy', models.TextField(blank=True, editable=False)),
                ('made_at', models.DateTimeField(editable=False, verbose_name='in public from')),
                ('is_withheld', models.BooleanField(default=False, help_text='Such as a version that a court has forbidden.', verbose_name='withheld from readers')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('article', 'number'), name='one_revision_per_number')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('place', models.BigAutoField(primary_key=True, serialize=False)),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('gone_at', models.DateTimeField(null=True)),
                ('marks', models.TextField()),
                ('headline', models.TextField()),
                ('standfirst', models.TextField()),
                ('topics', models.TextField()),
                ('names', models.TextField()),
                ('copy', models.TextField()),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('breaking', 'Breaking bar'), ('lead', 'Lead'), ('second-1', 'Second 1'), ('second-2', 'Second 2'), ('second-3', 'Second 3'), ('second-4', 'Second 4'), ('section', 'Lead of a section')], max_length=10, verbose_name='place')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section', verbose_name='section')),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article', verbose_name='article')),
                ('text', models.CharField(blank=True, help_text='Without any, the bar bears the headline of the article.', max_length=160, verbose_name='text')),
                ('is_pinned', models.BooleanField(default=False, help_text='It stays until it ends or is taken out, whatever its age and whatever else is put here.', verbose_name='pinned')),
                ('may_repeat', models.BooleanField(default=False, help_text='The story may stand in a second place on the same page.', verbose_name='may show again')),
                ('starts_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='starts')),
                ('ends_at', models.DateTimeField(blank=True, help_text='From then on the place fills itself again.', null=True, verbose_name='ends')),
                ('age_limit', models.PositiveSmallIntegerField(blank=True, help_text='Hours after its publication at which the story leaves this place, unless it is pinned.', null=True, verbose_name='age limit')),
                ('filled_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filled_at', models.DateTimeField(auto_now=True, verbose_name='filled')),
            ],
            options={
                'verbose_name': 'slot',
                'verbose_name_plural': 'slots',
                'ordering': ['place', 'section', 'starts_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('place', 'section'), ('section__isnull', False)), models.Q(models.Q(('place', 'section'), _negated=True), ('section', None)), _connector='OR'), name='slot_of_a_section_names_it', violation_error_message='The lead of a section needs its section, and no other place has one.'), models.CheckConstraint(condition=models.Q(('article__isnull', False), models.Q(('place', 'breaking'), models.Q(('text', ''), _negated=True)), _connector='OR'), name='slot_is_filled', violation_error_message='Choose an article.'), models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='slot_ends_after_it_starts', violation_error_message='It cannot end before it starts.')],
                'indexes': [],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='contributors',
            field=models.ManyToManyField(related_name='articles', through='articles.Byline', to='articles.contributor', verbose_name='contributors'),
        ),
    ]
