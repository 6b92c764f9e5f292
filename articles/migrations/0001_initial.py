
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
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('news', 'News'), ('analysis', 'Analysis'), ('explainer', 'Explainer'), ('feature', 'Feature'), ('interview', 'Interview'), ('opinion', 'Opinion'), ('editorial', 'Editorial'), ('review', 'Review'), ('obituary', 'Obituary'), ('live', 'Live'), ('satire', 'Satire'), ('advertiser', 'Advertiser content')], default='news', max_length=12, verbose_name='type')),
                ('kicker', models.CharField(blank=True, help_text='The label above the headline: one to three words.', max_length=60, verbose_name='kicker')),
                ('headline', models.CharField(max_length=200, verbose_name='headline')),
                ('slug', models.SlugField(allow_unicode=True, help_text='The last part of the address. A published story that gets another keeps its old one too.', max_length=120, unique=True, verbose_name='slug')),
                ('standfirst', models.CharField(blank=True, help_text='What the headline could not say; also for search.', max_length=400, verbose_name='standfirst')),
                ('dateline', models.CharField(blank=True, help_text='Where it was reported from.', max_length=80, verbose_name='dateline')),
                ('language', models.CharField(choices=articles.models.article.languages, default=articles.models.article.paper_language, max_length=10, verbose_name='language')),
                ('copy', models.TextField(blank=True, verbose_name='copy')),
                ('words', models.PositiveIntegerField(default=0, editable=False, verbose_name='words')),
                ('review', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('returned', 'returned'), ('approved', 'approved')], default='draft', editable=False, max_length=10, verbose_name='review')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='updated')),
                ('embargo_until', models.DateTimeField(blank=True, help_text='Readers see nothing of it before this, whatever else is set.', null=True, verbose_name='embargo')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn')),
                ('withdrawal_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason for readers')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'permissions': [('edit_any_article', 'Can edit articles of others and published ones'), ('publish_article', 'Can publish, correct and withdraw articles')],
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
                ('focus_x', models.PositiveSmallIntegerField(default=50, help_text='What must survive a crop.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='focus from the left, %')),
                ('focus_y', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='focus from the top, %')),
                ('renditions', models.JSONField(default=dict, editable=False)),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'ordering': ['-uploaded_at'],
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
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='articles.article')),
                ('headline', models.TextField()),
                ('standfirst', models.TextField()),
                ('names', models.TextField()),
                ('copy', models.TextField()),
            ],
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
            },
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('writer', 'writer'), ('reporter', 'additional reporting'), ('editor', 'editor'), ('translator', 'translator'), ('photographer', 'photographs'), ('illustrator', 'illustration')], default='writer', max_length=12, verbose_name='role')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.article')),
                ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='articles.contributor', verbose_name='contributor')),
            ],
            options={
                'verbose_name': 'byline',
                'verbose_name_plural': 'bylines',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='contributors',
            field=models.ManyToManyField(related_name='articles', through='articles.Byline', to='articles.contributor', verbose_name='contributors'),
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('correction', 'Correction'), ('clarification', 'Clarification'), ('update', 'Update')], default='correction', max_length=15, verbose_name='kind')),
                ('text', models.TextField(verbose_name='text')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='articles.article')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(allow_unicode=True, max_length=120, unique=True)),
                ('replaced_at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='articles.article')),
            ],
        ),
        migrations.AddField(
            model_name='article',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.picture', verbose_name='lead picture'),
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
                'constraints': [models.CheckConstraint(condition=models.Q(('slug__in', ('about', 'admin', 'ads.txt', 'api', 'atom', 'comments', 'contact', 'contributor', 'corrections', 'ethics', 'favicon.ico', 'feed', 'feeds', 'front', 'house-rules', 'latest', 'login', 'logout', 'manifest', 'masthead', 'media', 'most-discussed', 'most-read', 'oembed', 'page', 'preview', 'robots.txt', 'rss', 'search', 'section', 'series', 'sitemap', 'sitemap.xml', 'static', 'topic', 'trust.txt', 'well-known')), _negated=True), name='section_slug_is_not_reserved', violation_error_message='This slug is an address of the site itself. Choose another.')],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='article',
            name='topics',
            field=models.ManyToManyField(blank=True, related_name='articles', to='articles.topic', verbose_name='topics'),
        ),
        migrations.AddConstraint(
            model_name='byline',
            constraint=models.UniqueConstraint(fields=('article', 'contributor', 'role'), name='one_byline_per_role', violation_error_message='This name stands over the story in this role already.'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-published_at', '-id'], name='articles_newest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['section', '-published_at', '-id'], name='articles_newest_in_section'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-changed_at', '-id'], name='articles_changed_last'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('updated_at', None), ('updated_at__gte', models.F('published_at')), _connector='OR'), name='article_updated_after_publication', violation_error_message='An update cannot come before publication.'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('published_at', None), _negated=True), _connector='OR'), name='article_withdrawn_after_publication', violation_error_message='Only what has been published can be withdrawn.'),
        ),
    ]
